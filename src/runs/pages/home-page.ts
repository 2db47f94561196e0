// The first page: the DAGs that have local runs, or what to do to have some.
import { buildCommand, windsockCommand } from "../../model/command.ts";
import { shellWord } from "../../system/shell-word.ts";
import type { KnownDag } from "../history/project-history.ts";
import { runDuration } from "../history/run-history.ts";
import { stateWords } from "../history/states.ts";
import { type Html, html } from "./html.ts";
import type { Page } from "./layout.ts";
import { dagLink, runLink } from "./links.ts";
import { badge, command, count, duration, mark, time } from "./parts.ts";
import { runInFocus, type Scene } from "./scene.ts";

const shownRuns = 12;

export function homePage(scene: Scene): Page {
  const models = scene.history.models();
  const dags = scene.history.dags(models);
  const content = dags.length === 0 ? nothing(models.map(({ dagId }) => dagId)) : list(dags, scene.now);
  return {
    title: "Local runs",
    crumbs: [],
    content: html`<h1>Local runs <small>${scene.project.name}</small></h1><div id="dags" data-part>${content}</div>`,
  };
}

function list(dags: readonly KnownDag[], now: number): Html {
  return html`<ul class="dags">${dags.map((dag) => entry(dag, now))}</ul>`;
}

function entry(dag: KnownDag, now: number): Html {
  const { dagId, history, model, problem } = dag;
  const run = runInFocus(dag);
  const state = run && history.stateOf(run);
  return html`<li><h2><a id="dag:${dagId}" href="${dagLink(dagId)}">${dagId}</a></h2>
${model?.description !== undefined && html`<p>${model.description}</p>`}
${problem !== null && html`<p class="problem">${problem}</p>`}
${
  run &&
  state &&
  html`<p class="latest">${badge(state)} <a href="${runLink(dagId, run.runId)}">${run.label}</a>
 <span>${duration(runDuration(run, state === "running", now))}</span> <span>${time(run.startedAt ?? run.begunAt)}</span></p>`
}
<p class="strip"><span>${count(history.runs.length, "run")}</span> ${history.runs
    .slice(-shownRuns)
    .map((each) => {
      const state = history.stateOf(each);
      return html`<a href="${runLink(dagId, each.runId)}" title="${each.label}: ${stateWords[state]}">${mark(state)}<span class="sr">${each.label}: ${stateWords[state]}</span></a>`;
    })}</p></li>`;
}

function nothing(dagIds: readonly string[]): Html {
  const [first] = dagIds;
  if (first === undefined) {
    return html`<p>No local runs yet, and no DAG is built. Build the DAGs of this project, then run one:</p>
${command(buildCommand)}${command(`${windsockCommand} run <dag>`)}<p>This page shows it as soon as it begins.</p>`;
  }
  return html`<p>No local runs yet. Run one of the DAGs; this page shows it as soon as it begins:</p>
${dagIds.slice(0, 10).map((dagId) => command(`${windsockCommand} run ${shellWord(dagId)}`))}`;
}
