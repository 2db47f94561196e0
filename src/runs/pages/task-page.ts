// A task in a run: each of its tries with its log, its input and its output.
import { readTry, type TryMemory } from "../../local/memory/try-file.ts";
import { instanceName, notMapped } from "../../model/run/outputs.ts";
import type { ShownJson } from "../../model/secrets/masked-json.ts";
import { errorIn } from "../history/find-error.ts";
import { type LogPiece, lastPiece, pieceFrom } from "../history/log-file.ts";
import { runAgain } from "../history/run-again.ts";
import { type InstanceHistory, instanceOf, type RunHistory } from "../history/run-history.ts";
import { type ShownState, stateWords } from "../history/states.ts";
import { type Html, html } from "./html.ts";
import type { Page } from "./layout.ts";
import { dagLink, runLink, taskLink, tryLink } from "./links.ts";
import { frames, logPart } from "./log-part.ts";
import { badge, command, count, duration, facts, intervalText, mark, time } from "./parts.ts";
import { instanceDuration, shownParams } from "./run-part.ts";
import type { Scene } from "./scene.ts";
import type { TaskPlace } from "./task-place.ts";

export function taskPage(scene: Scene, place: TaskPlace): Page {
  const { dag, run, taskId, mapIndex, view } = place;
  const { dagId, history } = dag;
  const link = taskLink(dagId, run.runId, taskId, mapIndex);
  const name = instanceName(taskId, mapIndex);
  const state = history.stateOfTask(run, taskId, mapIndex);
  const instance = instanceOf(run, taskId, mapIndex);
  const tries = instance?.tries ?? 0;
  const isMapped = instance !== undefined && instance.mapped.size > 0;
  const tryNumber = view.tryNumber ?? tries;
  const logFile = scene.out.log(dagId, run.label, taskId, tryNumber, mapIndex);
  const memory = readTry(logFile);
  const piece = view.at === undefined ? lastPiece(logFile) : pieceFrom(logFile, view.at);
  return {
    title: `${name} · ${run.label} · ${dagId}`,
    crumbs: [
      { text: dagId, href: dagLink(dagId) },
      { text: run.label, href: runLink(dagId, run.runId) },
      { text: taskId, href: taskLink(dagId, run.runId, taskId) },
      ...(mapIndex === notMapped ? [] : [{ text: String(mapIndex), href: link }]),
    ],
    content: html`<div id="task" data-part><h1>${name} <small>${run.label}</small> ${badge(state)}</h1>
${neighbours(place)}
${instanceFacts(scene, place, state, instance)}</div>
<div id="tries" data-part>${!isMapped && tries > 1 && tryLinks(link, tries, tryNumber, state)}</div>
<div id="error" data-part>${!isMapped && tryNumber > 0 && errorPart(piece, memory, instance, state, tryNumber === tries)}</div>
<div class="columns"><div>
${isMapped ? instances(scene, place, instance.mapped) : tries === 0 ? html`<p id="no-try" data-part>${withoutTry(state)}</p>` : logPart(scene, { ...place, link, tryNumber, logFile, piece })}
</div><div id="values" data-part>
${!isMapped && tries > 0 && values(memory, tries > 1)}
${updates(scene, place)}
${again(scene, place, state)}
</div></div>`,
  };
}

/** Of a mapped task: each leads to its tries. */
function instances(
  { now }: Scene,
  { dag: { dagId, history }, run, taskId }: TaskPlace,
  mapped: InstanceHistory["mapped"],
): Html {
  const rows = [...mapped]
    .sort(([one], [other]) => one - other)
    .map(([mapIndex, instance]) => {
      const state = history.stateOfTask(run, taskId, mapIndex);
      return html`<tr><th scope="row"><a id="instance:${mapIndex}" href="${taskLink(dagId, run.runId, taskId, mapIndex)}">${instanceName(taskId, mapIndex)}</a></th>
<td>${badge(state)}</td><td class="number">${instance.tries > 0 && instance.tries}</td>
<td class="number">${duration(instanceDuration(instance, state, now))}</td></tr>`;
    });
  return html`<div id="instances" data-part><h2>${count(mapped.size, "instance")}</h2><table class="tasks"><thead><tr><th scope="col">Instance</th><th scope="col">State</th>
<th scope="col" class="number">Tries</th><th scope="col" class="number">Duration</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** The same task in the runs around this one. */
function neighbours({ dag: { dagId, history }, run, taskId }: TaskPlace): Html {
  const at = history.runs.indexOf(run);
  const link = (other: RunHistory | undefined, before: string, after: string) => {
    if (!other) return null;
    const state = history.stateOfTask(other, taskId);
    return html`<a href="${taskLink(dagId, other.runId, taskId)}">${before}${mark(state)} ${other.label}<span class="sr">, ${stateWords[state]}</span>${after}</a>`;
  };
  return html`<nav class="neighbours" aria-label="The same task in other runs">${link(history.runs[at - 1], "← ", "")}${link(history.runs[at + 1], "", " →")}</nav>`;
}

function instanceFacts(
  { now }: Scene,
  { dag, run, taskId }: TaskPlace,
  state: ShownState,
  instance?: InstanceHistory,
): Html {
  const task = dag.model?.tasks.find((each) => each.taskId === taskId);
  return facts([
    ["Started", instance?.startedAt ? time(instance.startedAt) : null],
    ["Ended", instance?.endedAt ? time(instance.endedAt) : null],
    ["Duration", instance?.tries ? duration(instanceDuration(instance, state, now)) : null],
    ["Reason", state === "skipped" ? (instance?.reason ?? null) : null],
    ["Data interval", run.interval && intervalText(run.interval)],
    ["Source", task ? `${task.position.file}:${task.position.line}` : null],
  ]);
}

function tryLinks(link: string, tries: number, shown: number, state: ShownState): Html {
  const numbers = Array.from({ length: tries }, (_, index) => index + 1);
  const stateOf = (number: number): ShownState => (number === tries ? state : "failed");
  return html`<nav class="tries-nav" aria-label="Tries">${numbers.map(
    (number) =>
      html`<a href="${tryLink(link, { tryNumber: number })}"${number === shown && html` aria-current="page"`}>${mark(stateOf(number))} Try ${number}<span class="sr">, ${stateWords[stateOf(number)]}</span></a>`,
  )}</nav>`;
}

function errorPart(
  piece: LogPiece | null,
  { ended }: TryMemory,
  instance: InstanceHistory | undefined,
  state: ShownState,
  isLast: boolean,
): Html | null {
  if (isLast && state !== "failed" && state !== "up_for_retry") return null;
  const reason = ended?.reason ?? (isLast ? instance?.reason : null) ?? null;
  const error = piece ? errorIn(piece.text) : null;
  if (reason === null && error === null) return null;
  return html`<section class="error" aria-label="Error">${reason !== null && html`<p>${reason}</p>`}${error !== null && html`<pre tabindex="0">${frames(error)}</pre>`}</section>`;
}

function withoutTry(state: ShownState): string {
  switch (state) {
    case "success":
      return "It has nothing to run: it succeeded as soon as it could.";
    case "none":
    case "queued":
      return "It has not been tried in this run.";
    default:
      return "It was not tried: the states of other tasks decided.";
  }
}

/** @param isOne of several tries, each with its own times */
function values({ began, ended }: TryMemory, isOne: boolean): Html {
  const times = facts([
    ["Began", began && time(began.at)],
    ["Ended", ended && time(ended.at)],
    ["Duration", began && ended && duration(Date.parse(ended.at) - Date.parse(began.at))],
  ]);
  return html`${isOne && began && html`<h2>This try</h2>${times}`}
<h2>Input</h2>${began ? json(began.input) : html`<p>It was not kept.</p>`}${ended?.output && html`<h2>Output</h2>${json(ended.output)}`}`;
}

function json({ value, isCut }: ShownJson): Html {
  return html`<pre class="json" tabindex="0">${JSON.stringify(value, null, 2)}</pre>${isCut && html`<p>It is longer than what is kept for this page.</p>`}`;
}

/** The assets that it updated in this run. */
function updates({ history }: Scene, { dag, run, taskId }: TaskPlace): Html | null {
  const uris = history.updatesBy(dag.dagId, run, taskId);
  return uris.length === 0
    ? null
    : html`<h2>Updated assets</h2><ul>${uris.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>`;
}

function again(
  { masker }: Scene,
  { dag: { model, history }, run, taskId }: TaskPlace,
  state: ShownState,
): Html | null {
  const isUnderWay = ["running", "queued"].includes(history.stateOf(run));
  if (isUnderWay || !model?.tasks.some((task) => task.taskId === taskId)) return null;
  const params = shownParams(masker, run);
  const isLatest = run === history.latestBegun;
  const [task, all] = [
    runAgain(model, run, params, isLatest, taskId),
    runAgain(model, run, params, isLatest),
  ];
  if (!task || !all) return null;
  const isOpen = state !== "success" && state !== "skipped";
  return html`<h2>Run this task again</h2>${command(isOpen ? task.resume : task.repeat)}
${isOpen && html`<h3>It, and all that waits for it</h3>${command(all.resume)}`}`;
}
