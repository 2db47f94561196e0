// A DAG as a page in one file, without scripts and without a network: its graph, tasks and next runs.
import { type DagView, type TaskView, workText } from "./dag-view.ts";
import { dagFacts, type Fact, taskFacts } from "./facts.ts";
import { graphSvg } from "./graph-svg.ts";
import { markup } from "./markup.ts";
import { palette } from "./palette.ts";

const style = `
${palette}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 0 }
h3 small { color: var(--soft); font-weight: 400 }
.graph, .runs { overflow-x: auto } .graph svg { display: block }
section { border-top: 1px solid var(--line); padding: .75rem 0 }
dl { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .15rem .75rem; margin: .25rem 0 }
dt { color: var(--soft) } dd { margin: 0; font: 14px/1.6 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap }
table { border-collapse: collapse; font-size: 14px } th, td { text-align: left; padding: .25rem .75rem .25rem 0; white-space: nowrap; overflow-wrap: normal }
th { color: var(--soft); font-weight: 400 } p { color: var(--soft); margin: .25rem 0 }
@media (max-width: 32rem) { dl { grid-template-columns: minmax(0, 1fr) } dd { margin-bottom: .35rem } }`;

export function dagPage(dag: DagView): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(dag.dagId)}</title>
<style>${style}
</style>
</head>
<body>
<h1>${markup(dag.dagId)}</h1>
${dag.description === null ? "" : `<p>${markup(dag.description)}</p>`}
${facts(dagFacts(dag))}
<h2>Graph</h2>
<div class="graph" tabindex="0">
${graphSvg(dag)}</div>
<h2>Tasks</h2>
${dag.tasks.map(section).join("\n")}
<h2>Next runs</h2>
${runs(dag)}
</body>
</html>
`;
}

function section(task: TaskView): string {
  const head = `<h3>${markup(task.taskId)} <small>${markup(workText(task))}</small></h3>`;
  return `<section>${head}${facts(taskFacts(task))}</section>`;
}

function facts(all: readonly Fact[]): string {
  const entries = all.map(([name, lines]) => `<dt>${name}</dt><dd>${markup(lines.join("\n"))}</dd>`);
  return `<dl>${entries.join("")}</dl>`;
}

function runs({ nextRuns, runsNote }: DagView): string {
  const rows = nextRuns.map(
    ({ ds, logicalDate, dataIntervalEnd }) =>
      `<tr><td>${ds}</td><td>${logicalDate}</td><td>${dataIntervalEnd}</td></tr>`,
  );
  const head =
    "<tr><th>ds</th><th>logical date, start of interval</th><th>end of interval, start of run</th></tr>";
  const table =
    rows.length === 0 ? "" : `<div class="runs" tabindex="0"><table>${head}${rows.join("")}</table></div>`;
  return `${table}${runsNote === null ? "" : `<p>${markup(runsNote)}</p>`}`;
}
