import { describe, expect, test } from "vitest";
import { jsonTemplate } from "../../../src/compiler/emit/render-jinja.ts";
import type { Expression, ExpressionOf } from "../../../src/model/expression/expression.ts";

const template = (expression: Expression) => jsonTemplate(expression).join("");
const literal = (value: string | number) => ({ kind: "literal", value }) as const;

describe("a template", () => {
  test.each<[string, Expression, string]>([
    ["a null", { kind: "literal", value: null }, "none"],
    ["data", { kind: "literal", value: { a: [true, -2.5, null, "t"] } }, "{'a': [true, -2.5, none, 't']}"],
    ["a list", { kind: "list", items: [literal(1), { kind: "run", field: "ds" }] }, "[1, ds]"],
    ["an instant, which is no JSON itself", { kind: "run", field: "logical_date" }, "logical_date | ts"],
    ["a variable", { kind: "variable", key: "bucket", json: false, path: [] }, "var.value.bucket"],
    [
      "a part of a variable",
      { kind: "variable", key: "conf", json: true, path: ["a b", 0] },
      "masked('0', var.json.conf['a b'][0])",
    ],
    [
      "a variable whose name is no attribute",
      { kind: "variable", key: "a-b", json: false, path: [] },
      "var.value.get('a-b')",
    ],
    [
      "a variable that is called as the accessor's method is",
      { kind: "variable", key: "get", json: false, path: [] },
      "var.value.get('get')",
    ],
    [
      "a fallback, even where it is null",
      { kind: "variable", key: "k", json: true, path: [], fallback: null },
      "masked('k', var.json.get('k', none))",
    ],
    ["a connection's field", { kind: "connection", connId: "s3", field: "host" }, "conn.s3.host"],
    [
      "a connection by an odd id",
      { kind: "connection", connId: "s-3", field: "host" },
      "conn.get('s-3').host",
    ],
    ["a param", { kind: "param", name: "odd name", path: ["x"] }, "params['odd name']['x']"],
    [
      "an output",
      { kind: "output", taskId: "a.b", path: ["rows", 1] },
      "ti.xcom_pull(task_ids='a.b')['rows'][1]",
    ],
    ["an asset's events", { kind: "asset_events", uri: "s3://a", path: [0] }, "asset_events('s3://a')[0]"],
    [
      "all events of an inlet",
      { kind: "inlet_events", uri: "s3://a", path: [], ascending: true },
      "inlet_asset_events('s3://a')",
    ],
    [
      "some events of an inlet",
      {
        ...{ kind: "inlet_events", uri: "s3://a", path: [0, "extra"], ascending: false, limit: 3 },
        ...{
          after: { kind: "run", field: "data_interval_start" },
          before: literal("2026-01-01T00:00:00.000Z"),
        },
      },
      "inlet_asset_events('s3://a', after=data_interval_start | ts, before='2026-01-01T00:00:00.000Z', " +
        "ascending=false, limit=3)[0]['extra']",
    ],
    ["raw Jinja, kept together", { kind: "jinja", source: "a if b else c" }, "(a if b else c)"],
    ["joined text", { kind: "template", parts: [literal("a"), { kind: "run", field: "ds" }] }, "('a' ~ ds)"],
    [
      "text of one part, which is text even when that is a number",
      { kind: "template", parts: [literal(1)] },
      "('' ~ 1)",
    ],
    ["text of no parts", { kind: "template", parts: [] }, "('')"],
  ])("renders %s", (_, expression, jinja) => {
    expect(template(expression)).toBe(`{{ ${jinja} | tojson }}`);
  });

  test.each([
    ["quotes and backslashes", `it's \\n`, "'it\\x27s \\x5cn'"],
    ["line ends and controls", "a\nb\u0000\u200b", "'a\\u000ab\\u0000\\u200b'"],
    ["what lies beyond 16 bits and cannot be seen", "\u{e0001}", "'\\U000e0001'"],
    ["visible text as it is", "ä ✓ 🏠 } {", "'ä ✓ 🏠 } {'"],
  ])("escapes %s", (_, text, jinja) => {
    expect(template(literal(text))).toBe(`{{ ${jinja} | tojson }}`);
  });

  test.each(["{{ x }}", "{% raw %}", "{# note #}", "{{{", "}}}", "%}%}"])(
    "does not take the text %j for Jinja",
    (text) => {
      const inside = template({ kind: "object", entries: { [text]: literal(text) } })
        .slice("{{ {".length)
        .slice(0, -"} | tojson }}".length);
      expect(inside).not.toMatch(/\{[{%#]|[}%#]\}/);
    },
  );

  test("of an object has a part for each entry", () => {
    const entries = { a: literal(1), b: { kind: "object", entries: { c: literal(2) } } } as const;
    expect(jsonTemplate({ kind: "object", entries })).toEqual([
      "{{ {",
      "'a': 1, ",
      "'b': {'c': 2}",
      "} | tojson }}",
    ]);
    expect(jsonTemplate({ kind: "object", entries: {} })).toEqual(["{{ {} | tojson }}"]);
  });
});

const read = (key: string, json: boolean, ...path: string[]): ExpressionOf<"variable"> => ({
  kind: "variable",
  key,
  json,
  path,
});

describe("Airflow's masker is told of a Variable", () => {
  test.each([
    ["one with a secret's name", read("api_token", false), "masked('api_token', var.value.api_token)"],
    [
      "a part with a secret's name",
      read("settings", true, "db", "pwd"),
      "masked('pwd', var.json.settings['db']['pwd'])",
    ],
    ["JSON, which may have secrets inside", read("settings", true), "masked('settings', var.json.settings)"],
    [
      "a secret with something to fall back on",
      { ...read("token", false), fallback: "none" },
      "masked('token', var.value.get('token', 'none'))",
    ],
    ["no other one", read("bucket_key", false), "var.value.bucket_key"],
  ])("%s", (_, expression, jinja) => {
    expect(jsonTemplate(expression)).toEqual([`{{ ${jinja} | tojson }}`]);
  });
});
