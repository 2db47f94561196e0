// The sources of small DAG modules.

/** A DAG module with the usual imports, which take two lines. */
export function dagModule(lines: string): string {
  return [
    'import { allOf, asset, chain, connection, Dag, defineOperator, type TaskArgs, triggering_asset_events, variable } from "windsock";',
    'import * as z from "zod";',
    lines,
  ].join("\n");
}

/** A DAG with one task. */
export function smallDag(id: string): string {
  return dagModule(
    `const dag = new Dag("${id}");\ndag.task("work", () => ({ n: 1 }))();\nexport default dag;\n`,
  );
}
