// Which Variables Airflow's masker is told of while it renders a task's input.
import { expect, test } from "vitest";
import { jsonTemplate } from "../../../src/compiler/emit/render-jinja.ts";
import type { ExpressionOf } from "../../../src/model/expression/expression.ts";

const read = (key: string, json: boolean, ...path: string[]): ExpressionOf<"variable"> => ({
  kind: "variable",
  key,
  json,
  path,
});

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
