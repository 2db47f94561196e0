// A DAG's page: the grid of its runs, and below it the run that was chosen, or the latest one.
import type { KnownDag } from "../history/project-history.ts";
import type { RunHistory } from "../history/run-history.ts";
import { grid } from "./grid.ts";
import { html } from "./html.ts";
import type { Page } from "./layout.ts";
import { dagLink, runLink } from "./links.ts";
import { runPart } from "./run-part.ts";
import { runInFocus, type Scene } from "./scene.ts";

/**
 * @param chosen null for the one that is looked at first
 * @param page of the grid; null for the one that has the run
 */
export function dagPage(scene: Scene, dag: KnownDag, chosen: RunHistory | null, page: number | null): Page {
  const { dagId, model, problem } = dag;
  const run = chosen ?? runInFocus(dag);
  return {
    title: chosen ? `${chosen.label} · ${dagId}` : dagId,
    crumbs: [
      { text: dagId, href: dagLink(dagId) },
      ...(chosen ? [{ text: chosen.label, href: runLink(dagId, chosen.runId) }] : []),
    ],
    content: html`<h1>${dagId}</h1>
${model?.description !== undefined && html`<p>${model.description}</p>`}
${model === null && html`<p class="problem">This DAG is not built any more, or cannot be read: its graph is missing here.</p>`}
<div id="problem" data-part>${problem !== null && html`<p class="problem">${problem}</p>`}</div>
<section id="grid" data-part aria-label="Runs">${grid(dag, run, page, scene.now)}</section>
<section id="run" data-part>${run && runPart(scene, dag, run)}</section>`,
  };
}
