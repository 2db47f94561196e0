import { describe, expect, test } from "vitest";
import { MissingValueError } from "../../../src/model/errors.ts";
import {
  type ExpressionScope,
  evaluateExpression,
} from "../../../src/model/expression/evaluate-expression.ts";
import type { Expression } from "../../../src/model/expression/expression.ts";

const scope: ExpressionScope = {
  context: {
    dagId: "d",
    taskId: "t",
    runId: "r",
    tryNumber: 1,
    mapIndex: -1,
    logicalDate: "2021-07-02T00:00:00Z",
    dataIntervalStart: "2021-07-02T00:00:00Z",
    dataIntervalEnd: null,
    params: { limit: 3, deep: { list: [1, 2] } },
  },
  variable: (key) => ({ text: "plain", json: '{"a": [{"b": 1}]}', broken: "{" })[key],
  connection: (connId) => ({
    connId,
    connType: "http",
    host: "h",
    login: null,
    password: "p",
    schema: null,
    port: 80,
    extra: {},
  }),
  output: (taskId) => (taskId === "made" ? { rows: 4, parts: ["x"], flag: true, nothing: null } : undefined),
  priorOutput: () => ({ rows: 3 }),
  outputs: (taskId) => (taskId === "mapped" ? [{ rows: 4 }, { rows: 5 }] : []),
  assetEvents: (uri) => (uri === "s3://shop/a" ? [{ extra: { rows: 4 } }] : []),
  inletEvents: (uri, wanted) => [{ extra: { uri, ...wanted } as never }],
};

const evaluate = (expression: Expression) => evaluateExpression(expression, scope);
const literal = (value: string): Expression => ({ kind: "literal", value });

describe("an expression", () => {
  test.each<[Expression, unknown]>([
    [{ kind: "variable", key: "text", json: false, path: [] }, "plain"],
    [{ kind: "variable", key: "gone", json: false, path: [], fallback: "else" }, "else"],
    [{ kind: "variable", key: "json", json: true, path: ["a", 0, "b"] }, 1],
    [{ kind: "param", name: "deep", path: ["list", 1] }, 2],
    [{ kind: "connection", connId: "c", field: "port" }, 80],
    [{ kind: "run", field: "ds_nodash" }, "20210702"],
    [{ kind: "run", field: "data_interval_start" }, "2021-07-02T00:00:00+00:00"],
    [{ kind: "run", field: "run_id" }, "r"],
    [{ kind: "output", taskId: "made", path: ["parts", 0] }, "x"],
    [{ kind: "output", taskId: "made", path: ["nothing"] }, null],
    [{ kind: "output", taskId: "made", path: [], key: "rows" }, 4],
    [{ kind: "output", taskId: "made", path: [], key: "gone" }, null],
    [{ kind: "prior_output" }, { rows: 3 }],
    [{ kind: "asset_events", uri: "s3://shop/a", path: [0, "extra", "rows"] }, 4],
    [{ kind: "asset_events", uri: "s3://shop/b", path: [] }, []],
    [
      { kind: "inlet_events", uri: "s3://a", path: [0, "extra"], ascending: false, limit: 2 },
      { uri: "s3://a", ascending: false, limit: 2 },
    ],
    [
      {
        ...{ kind: "inlet_events", uri: "s3://a", path: [0, "extra"], ascending: true },
        ...{ after: { kind: "run", field: "data_interval_start" }, before: literal("2021-07-03") },
      },
      { uri: "s3://a", ascending: true, after: 1625184000000, before: 1625270400000 },
    ],
    [{ kind: "list", items: [literal("a"), { kind: "param", name: "limit", path: [] }] }, ["a", 3]],
    [
      {
        kind: "template",
        parts: [
          literal("n="),
          { kind: "param", name: "limit", path: [] },
          { kind: "output", taskId: "made", path: ["flag"] },
          { kind: "output", taskId: "made", path: ["nothing"] },
        ],
      },
      "n=3TrueNone",
    ],
    [{ kind: "object", entries: { a: literal("b") } }, { a: "b" }],
  ])("%j has its value", (expression, value) => {
    expect(evaluate(expression)).toEqual(value);
  });

  test.each<[Expression, string]>([
    [{ kind: "variable", key: "gone", json: false, path: [] }, 'Variable "gone" does not exist.'],
    [{ kind: "variable", key: "broken", json: true, path: [] }, "its text is not JSON"],
    [{ kind: "variable", key: "json", json: true, path: ["a", 1] }, 'There is no "a.1" in variable "json".'],
    [{ kind: "param", name: "gone", path: [] }, 'Param "gone" has no value.'],
    [{ kind: "run", field: "data_interval_end" }, '"data_interval_end" has no value'],
    [{ kind: "output", taskId: "gone", path: [] }, 'Task "gone" has left no output'],
    [{ kind: "output", taskId: "made", path: ["toString"] }, 'There is no "toString"'],
    [{ kind: "jinja", source: "macros.x()" }, "Raw Jinja (macros.x()) is only evaluated by Airflow."],
  ])("%j says what is missing", (expression, message) => {
    expect(() => evaluate(expression)).toThrow(MissingValueError);
    expect(() => evaluate(expression)).toThrow(message);
  });
});
