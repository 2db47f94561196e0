// What an expression takes from elsewhere: for dependencies, validation and all that must be there before a task runs.
import type { Expression, ExpressionOf } from "./expression.ts";

/** What expressions read, each time in the order they do. */
export interface Reads {
  readonly variables: readonly ExpressionOf<"variable">[];
  /** Ids of connections. */
  readonly connections: readonly string[];
  /** Names of params of the DAG. */
  readonly params: readonly string[];
  /** Outputs of tasks, whole or the part that `path` leads to. */
  readonly outputs: readonly (ExpressionOf<"output"> | ExpressionOf<"outputs">)[];
  /** Elements that mapped tasks and groups are there for. */
  readonly items: readonly ExpressionOf<"item">[];
  /** Lists that are made of lists. */
  readonly combinations: readonly ExpressionOf<"combination">[];
  /** URIs of assets whose events that triggered the run are read. */
  readonly assets: readonly string[];
  /** URIs of assets whose events are read, whatever they triggered. */
  readonly inlets: readonly string[];
  /** What only Airflow can evaluate; nobody knows what it reads. */
  readonly jinja: readonly ExpressionOf<"jinja">[];
  /** What only a Python operator can be given. */
  readonly python: readonly ExpressionOf<"python">[];
}

const nothing: Reads = {
  variables: [],
  connections: [],
  params: [],
  outputs: [],
  items: [],
  combinations: [],
  assets: [],
  inlets: [],
  jinja: [],
  python: [],
};

/** What expressions read, their parts included. */
export function readsOf(expressions: readonly Expression[]): Reads {
  const all = expressions.map(readsOfOne);
  return {
    variables: all.flatMap(({ variables }) => variables),
    connections: all.flatMap(({ connections }) => connections),
    params: all.flatMap(({ params }) => params),
    outputs: all.flatMap(({ outputs }) => outputs),
    items: all.flatMap(({ items }) => items),
    combinations: all.flatMap(({ combinations }) => combinations),
    assets: all.flatMap(({ assets }) => assets),
    inlets: all.flatMap(({ inlets }) => inlets),
    jinja: all.flatMap(({ jinja }) => jinja),
    python: all.flatMap(({ python }) => python),
  };
}

function withCombination(expression: ExpressionOf<"combination">): Reads {
  const reads = readsOf(expression.lists);
  return { ...reads, combinations: [expression, ...reads.combinations] };
}

function readsOfOne(expression: Expression): Reads {
  switch (expression.kind) {
    case "literal":
    case "run":
    case "prior_output":
      return nothing;
    case "object":
      return readsOf(Object.values(expression.entries));
    case "list":
      return readsOf(expression.items);
    case "template":
      return readsOf(expression.parts);
    case "variable":
      return { ...nothing, variables: [expression] };
    case "connection":
      return { ...nothing, connections: [expression.connId] };
    case "param":
      return { ...nothing, params: [expression.name] };
    case "output":
    case "outputs":
      return { ...nothing, outputs: [expression] };
    case "item":
      return { ...nothing, items: [expression] };
    case "combination":
      return withCombination(expression);
    case "asset_events":
      return { ...nothing, assets: [expression.uri] };
    case "inlet_events": {
      const reads = readsOf([expression.after, expression.before].filter((each) => each !== undefined));
      return { ...reads, inlets: [expression.uri, ...reads.inlets] };
    }
    case "jinja":
      return { ...nothing, jinja: [expression] };
    case "python":
      return { ...nothing, python: [expression] };
  }
}
