// The grid of a DAG's runs, as Airflow's: a column for each run, the newest at the right, a row for each task.
import type { KnownDag } from "../history/project-history.ts";
import { type RunHistory, runDuration } from "../history/run-history.ts";
import { type ShownState, stateWords } from "../history/states.ts";
import { type Html, html } from "./html.ts";
import { dagLink, runLink, taskLink } from "./links.ts";
import { count, duration, mark } from "./parts.ts";
import { taskIdsOf } from "./scene.ts";

/** Runs that are shown at once. */
const columns = 28;
const barHeight = 36;

/**
 * @param selected the run whose column is marked, and is shown when nobody asks for others
 * @param page counted from 0 for the newest runs
 */
export function grid(
  dag: KnownDag,
  selected: RunHistory | undefined,
  page: number | null,
  now: number,
): Html {
  const { dagId, history } = dag;
  const { runs } = history;
  const pages = Math.ceil(runs.length / columns);
  const position = selected ? runs.length - 1 - runs.indexOf(selected) : 0;
  const shown = Math.min(page ?? Math.floor(position / columns), pages - 1);
  const end = runs.length - shown * columns;
  const visible = runs.slice(Math.max(0, end - columns), end);
  const longest = Math.max(1, ...visible.map((run) => lengthOf(dag, run, now) ?? 0));
  const taskIds = taskIdsOf(dag);
  return html`<div class="grid" role="region" aria-label="Grid of runs and tasks" tabindex="0">
<table data-grid><caption class="sr">${count(visible.length, "run")}, the newest at the right, and the state of ${count(taskIds.length, "task")} in each</caption>
<thead><tr><td class="corner"></td>${visible.map((run) => head(dag, run, run === selected, lengthOf(dag, run, now), longest))}</tr></thead>
<tbody>${taskIds.map((taskId) => html`<tr><th scope="row">${taskName(dag, selected, taskId)}</th>${visible.map((run) => cell(dag, run, taskId, run === selected))}</tr>`)}</tbody>
</table></div>
${pages > 1 && paging(dagId, shown, pages, runs.length, visible)}${legend(dag, visible, taskIds)}`;
}

/** The states that are in it. */
function legend({ history }: KnownDag, runs: readonly RunHistory[], taskIds: readonly string[]): Html {
  const found = new Set(
    runs.flatMap((run) => [
      history.stateOf(run),
      ...taskIds.map((taskId) => history.stateOfTask(run, taskId)),
    ]),
  );
  const words = Object.entries(stateWords) as [ShownState, string][];
  return html`<p class="legend" aria-hidden="true">${words
    .filter(([state]) => found.has(state))
    .map(([state, text]) => html`<span>${mark(state)} ${text}</span>`)}</p>`;
}

function head(
  dag: KnownDag,
  run: RunHistory,
  isSelected: boolean,
  length: number | null,
  longest: number,
): Html {
  const state = dag.history.stateOf(run);
  const height = Math.max(2, Math.round(((length ?? 0) / longest) * barHeight));
  const words = `${run.label}: ${stateWords[state]}${length === null ? "" : `, ${duration(length)}`}`;
  return html`<th scope="col"${isSelected && html` class="selected"`}><a id="run:${run.runId}" href="${runLink(dag.dagId, run.runId)}" title="${words}"${isSelected && html` aria-current="true"`}>
<svg class="bar s-${state}" viewBox="0 0 12 ${barHeight}" aria-hidden="true"><rect x="0" y="${barHeight - height}" width="12" height="${height}" rx="2"/></svg>
<span class="label" aria-hidden="true">${run.label}</span><span class="sr">${words}</span></a></th>`;
}

function cell({ dagId, history }: KnownDag, run: RunHistory, taskId: string, isSelected: boolean): Html {
  const state = history.stateOfTask(run, taskId);
  const tries = run.instances.get(taskId)?.tries ?? 0;
  const words = `${taskId}, ${run.label}: ${stateWords[state]}${tries > 1 ? ` after ${tries} tries` : ""}`;
  return html`<td${isSelected && html` class="selected"`}><a id="cell:${run.runId}:${taskId}" href="${taskLink(dagId, run.runId, taskId)}" title="${words}">${mark(state)}${tries > 1 && html`<span class="tries" aria-hidden="true">${tries}</span>`}<span class="sr">${words}</span></a></td>`;
}

function taskName({ dagId }: KnownDag, selected: RunHistory | undefined, taskId: string): Html {
  return selected
    ? html`<a href="${taskLink(dagId, selected.runId, taskId)}">${taskId}</a>`
    : html`${taskId}`;
}

function paging(
  dagId: string,
  page: number,
  pages: number,
  total: number,
  visible: readonly RunHistory[],
): Html {
  const to = (target: number) => `${dagLink(dagId)}?page=${target}`;
  const [first, last] = [visible[0]?.label ?? "", visible.at(-1)?.label ?? ""];
  return html`<nav class="paging" aria-label="Other runs">
${page < pages - 1 ? html`<a href="${to(page + 1)}" rel="prev">← older</a>` : html`<span>← older</span>`}
<span>${first} to ${last}, of ${count(total, "run")}</span>
${page > 0 ? html`<a href="${to(page - 1)}" rel="next">newer →</a>` : html`<span>newer →</span>`}</nav>`;
}

function lengthOf({ history }: KnownDag, run: RunHistory, now: number): number | null {
  return runDuration(run, history.stateOf(run) === "running", now);
}
