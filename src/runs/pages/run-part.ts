// One run: what it was, how it went, its graph and its tasks, and the commands that run it again.

import type { DagModel } from "../../model/dag/dag-model.ts";
import type { JsonValue } from "../../model/json.ts";
import { maskedJson } from "../../model/secrets/masked-json.ts";
import { viewDag } from "../../show/dag-view.ts";
import { graphSvg } from "../../show/graph-svg.ts";
import type { KnownDag } from "../history/project-history.ts";
import { runAgain } from "../history/run-again.ts";
import { type InstanceHistory, type RunHistory, runDuration } from "../history/run-history.ts";
import { type ShownState, stateWords } from "../history/states.ts";
import { Html, html } from "./html.ts";
import { runLink, taskLink } from "./links.ts";
import { badge, command, duration, facts, intervalText, time } from "./parts.ts";
import { type Scene, taskIdsOf } from "./scene.ts";

export function runPart(scene: Scene, dag: KnownDag, run: RunHistory): Html {
  const state = dag.history.stateOf(run);
  return html`<h2><a href="${runLink(dag.dagId, run.runId)}">Run ${run.label}</a> ${badge(state)}</h2>
<div class="columns"><div>
${runFacts(scene, run, state)}
${again(scene, dag, run, state)}
<h3>Tasks</h3>
${tasks(scene, dag, run)}
</div>${dag.model && graph(scene, dag, dag.model, run)}</div>`;
}

function runFacts({ masker, now }: Scene, run: RunHistory, state: ShownState): Html {
  const { startedAt, endedAt, interval, triggeredBy } = run;
  const params = Object.entries(shownParams(masker, run));
  return facts([
    ["Run id", run.runId],
    ["Started", startedAt === null ? null : time(startedAt)],
    ["Ended", endedAt === null ? null : time(endedAt)],
    ["Duration", startedAt === null ? null : duration(runDuration(run, state === "running", now))],
    ["Data interval", interval && intervalText(interval)],
    ["Triggered by", triggeredBy.length === 0 ? null : triggeredBy.join(", ")],
    [
      "Params",
      params.length === 0
        ? null
        : html`<ul>${params.map(([name, value]) => html`<li>${name} = ${JSON.stringify(value)}</li>`)}</ul>`,
    ],
  ]);
}

export function shownParams(
  masker: Scene["masker"],
  { params }: RunHistory,
): Readonly<Record<string, JsonValue>> {
  return maskedJson(params, masker).value as Readonly<Record<string, JsonValue>>;
}

function again(
  { masker }: Scene,
  { model, history }: KnownDag,
  run: RunHistory,
  state: ShownState,
): Html | null {
  if (!model || state === "running" || state === "queued") return null;
  const commands = runAgain(model, run, shownParams(masker, run), run === history.latestBegun);
  if (!commands) return html`<p>A run without dates can be gone on with until the next one is made.</p>`;
  return state === "success"
    ? html`<h3>Run it again</h3>${command(commands.repeat)}`
    : html`<h3>Go on with what failed or was not reached</h3>${command(commands.resume)}`;
}

function tasks({ now }: Scene, dag: KnownDag, run: RunHistory): Html {
  const rows = taskIdsOf(dag).map((taskId) => {
    const state = dag.history.stateOfTask(run, taskId);
    const instance = run.instances.get(taskId);
    return html`<tr><th scope="row"><a id="task:${taskId}" href="${taskLink(dag.dagId, run.runId, taskId)}">${taskId}</a></th>
<td>${badge(state)}</td><td class="number">${instance && instance.tries > 0 && instance.tries}</td>
<td class="number">${duration(instanceDuration(instance, state, now))}</td></tr>`;
  });
  return html`<table class="tasks"><thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col" class="number">Tries</th>
<th scope="col" class="number">Duration</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Of one that is running: since its last try began. */
export function instanceDuration(
  instance: InstanceHistory | undefined,
  state: ShownState,
  now: number,
): number | null {
  if (!instance || instance.tries === 0) return null;
  if (state === "running" && instance.triedAt !== null) return now - Date.parse(instance.triedAt);
  return instance.durationMs;
}

/** Tasks that only the journal knows are not in it. */
function graph({ now }: Scene, dag: KnownDag, model: DagModel, run: RunHistory): Html {
  const notes = model.tasks.map(({ taskId }) => {
    const state = dag.history.stateOfTask(run, taskId);
    const length = instanceDuration(run.instances.get(taskId), state, now);
    const text = length === null ? stateWords[state] : `${stateWords[state]}, ${duration(length)}`;
    return [taskId, { text, kind: `s-${state}`, href: taskLink(dag.dagId, run.runId, taskId) }] as const;
  });
  const svg = graphSvg({ dagId: model.dagId, tasks: tasksOf(model) }, new Map(notes));
  return html`<div class="graph" role="region" aria-label="Graph" tabindex="0">${new Html(svg)}</div>`;
}

const views = new WeakMap<DagModel, ReturnType<typeof viewDag>["tasks"]>();

function tasksOf(model: DagModel) {
  const tasks = views.get(model) ?? viewDag(model, new Date(), 0).tasks;
  views.set(model, tasks);
  return tasks;
}
