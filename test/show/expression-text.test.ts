import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  asset,
  connection,
  Dag,
  data_interval_start,
  ds,
  inlet_events,
  jinja,
  t,
  triggering_asset_events,
  variable,
} from "../../src/sdk/index.ts";
import { toExpression } from "../../src/sdk/reference.ts";
import { expressionText, inputsOf } from "../../src/show/expression-text.ts";

const dag = new Dag("d", {
  params: z.object({ mode: z.string().default("x"), "odd name": z.string().default("y") }),
});
const count = dag.task("count", () => ({ rows: 1, parts: [{ "part key": "a" }] }))();
const listings = asset("s3://shop/listings", z.object({ rows: z.number() }));

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is what is said.
describe("an expression", () => {
  test.each([
    ["text", '"text"'],
    [[1, null, true], "[1, null, true]"],
    [{ a: { "b c": [ds] }, d: {} }, '{ a: { "b c": [ds] }, d: {} }'],
    [t`in/${ds}/\`$\${${variable("prefix")}}`, 't`in/${ds}/\\`$\\${${variable("prefix")}}`'],
    [variable("a b"), 'variable("a b")'],
    [variable("k", { fallback: "v" }), 'variable("k", { fallback: "v" })'],
    [variable.json<{ a: { b: number }[] }>("k").a[0].b, 'variable.json("k").a[0].b'],
    [connection("db").host, 'connection("db").host'],
    [dag.params.mode, "dag.params.mode"],
    [dag.params["odd name"], 'dag.params["odd name"]'],
    [data_interval_start, "data_interval_start"],
    [count.output.parts[0]["part key"], 'count.output.parts[0]["part key"]'],
    [triggering_asset_events(listings), 'triggering_asset_events("s3://shop/listings")'],
    [inlet_events(listings)[0].extra, 'inlet_events("s3://shop/listings")[0].extra'],
    [
      inlet_events(listings, { after: data_interval_start, ascending: false, limit: 3 }),
      'inlet_events("s3://shop/listings", { after: data_interval_start, ascending: false, limit: 3 })',
    ],
    [jinja('macros.x("1")'), 'jinja("macros.x(\\"1\\")")'],
  ])("is said as its author wrote it: %#", (value, text) => {
    expect(expressionText(toExpression(value))).toBe(text);
  });

  test("shows nothing that is written out under a secret's name", () => {
    const input = toExpression({
      password: "hunter2",
      deep: { api_key: "hunter2", user: "ann" },
      list: [{ secret: "hunter2" }],
      fallback: variable("db_password", { fallback: "hunter2" }),
      json: variable.json("settings", { fallback: { token: "hunter2" } }),
      where: variable("password"),
      credentials: { a: "hunter2", b: ["hunter2", ds], c: variable("k", { fallback: "hunter2" }) },
      token: t`hunter2-${ds}`,
    });
    expect(JSON.stringify(inputsOf(input))).not.toContain("hunter2");
    expect(inputsOf(input)).toContainEqual({ name: "password", value: "***" });
    expect(inputsOf(input)).toContainEqual({ name: "deep", value: '{ api_key: ***, user: "ann" }' });
    expect(inputsOf(input)).toContainEqual({
      name: "credentials",
      value: '{ a: ***, b: [***, ds], c: variable("k", { fallback: *** }) }',
    });
    expect(inputsOf(input)).toContainEqual({ name: "token", value: "t`***${ds}`" });
    expect(inputsOf(input)).toContainEqual({ name: "where", value: 'variable("password")' });
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is what is said.
