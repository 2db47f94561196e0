// docs/expressions.md says of each expression what it becomes in Jinja, and what its value is without Airflow.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as windsock from "windsock";
import * as z from "zod";
import { jsonTemplate } from "../../src/compiler/emit/render-jinja.ts";
import { parseConnection } from "../../src/model/connection/parse-connection.ts";
import { evaluateExpression } from "../../src/model/expression/evaluate-expression.ts";
import type { JsonValue } from "../../src/model/json.ts";
import { runContext, runOfDay } from "../../src/model/run/make-run.ts";
import { toExpression } from "../../src/sdk/reference.ts";
import { repository } from "./pages.ts";

const page = path.join(repository, "docs/expressions.md");
const text = readFileSync(page, "utf8");

const dag = new windsock.Dag("expressions", {
  params: z.object({ city: z.string().default("Graz"), share: z.number().default(0.5) }),
});
const count = dag.task("count", () => ({ rows: 23, cities: [{ name: "Graz" }] }))();
const listings = windsock.asset("s3://shop/listings", z.object({ rows: z.int() }));
const scope = { ...windsock, dag, count, listings };

const variables: Readonly<Record<string, string>> = {
  currency: "EUR",
  limits: '{"daily": 7, "cities": ["Graz"]}',
};
const params = { city: "Graz", share: 0.5 };
const outputs: Readonly<Record<string, JsonValue>> = { count: { rows: 23, cities: [{ name: "Graz" }] } };

function described(code: string): [jinja: string, value: string] {
  const evaluate = new Function(...Object.keys(scope), `return (${code})`);
  const expression = toExpression(evaluate(...Object.values(scope)));
  const [, entry = ""] = jsonTemplate({ kind: "object", entries: { it: expression } });
  const value = evaluateExpression(expression, {
    context: runContext({ dagId: dag.dagId, taskId: "report" }, runOfDay(new Date("2026-01-02")), params),
    variable: (key) => variables[key],
    connection: (id) => parseConnection(id, "postgres://me:secret@db.example.com:5432/listings"),
    output: (taskId) => outputs[taskId],
    priorOutput: () => ({ rows: 22 }),
    outputs: () => [],
    assetEvents: () => [{ extra: { rows: 23 } }],
    inletEvents: () => [{ extra: { rows: 23 } }],
  });
  return [entry.replace(/^'it': /, ""), JSON.stringify(value)];
}

/** Code in a cell of a table. */
function cell(code: string): string {
  const text = code.replaceAll("|", "\\|");
  return code.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

test("the table of expressions says what they become", async () => {
  const [table = ""] = /^\| expression .*\n(?:\|.*\n)+/m.exec(text) ?? [];
  const [head = "", , ...lines] = table.trimEnd().split("\n");
  const codes = lines.map((line) => /^\| (?:`` (.*?) ``|`(.*?)`) /.exec(line)?.slice(1).find(Boolean) ?? "");
  expect(codes.length).toBeGreaterThan(20);
  const rows = [
    head
      .split("|")
      .slice(1, -1)
      .map((name) => name.trim()),
    ...codes.map((code) => [code, ...described(code)].map(cell)),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [first, ...others] = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)));
  const all = [first, widths.map((width) => "-".repeat(width)), ...others];
  const written = all.map((row) => `| ${row?.join(" | ")} |\n`).join("");
  await expect(text.replace(table, () => written)).toMatchFileSnapshot(page);
});
