// Describes what a DAG module exports, and says what is wrong with what it makes and does not export.
import type { DagDescription } from "../../model/dag/dag-description.ts";
import type { MadeDag } from "../../model/listener.ts";
import type { Position, Problem } from "../../model/problem.ts";
import { describeDag, isDag } from "./describe-dag.ts";

export interface DescribedModule {
  /** The DAG that is exported by default; undefined when there is none. */
  readonly dag: MadeDag | undefined;
  readonly description: DagDescription | undefined;
  readonly problems: readonly Problem[];
}

/** What the compiler knows of a module that was evaluated. */
export interface EvaluatedModule {
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** DAGs that were made; some of them by other DAG modules. */
  readonly made: readonly MadeDag[];
  /** The position of the first line of a stack; with `inFile`, of the first one in that file, if there is one. */
  locate(stack: string): Position;
  locate(stack: string, inFile: string): Position | null;
}

export function describeModule({ file, exports, made, locate }: EvaluatedModule): DescribedModule {
  const exported = exports.default;
  const dag = isDag(exported) ? exported : undefined;
  const own = made.flatMap((each) => {
    const position = each === dag ? null : locate(each.stack, file);
    return position ? [{ ...nameOf(each, exports), position }] : [];
  });
  const strays = own.map(({ dagId, exportName, position }) => ({
    message: dag ? second(dagId, dag.dagId) : unexported(dagId, exportName, exported),
    position,
  }));
  if (dag) return { dag, description: describeDag(dag, locate), problems: strays };
  if (strays.length > 0) return { dag, description: undefined, problems: strays };
  const message = `The module ${whatIs(exported)}`;
  return { dag, description: undefined, problems: [{ message, position: { file, line: 1, column: 1 } }] };
}

function nameOf(dag: MadeDag, exports: EvaluatedModule["exports"]) {
  const exportName = Object.keys(exports).find((name) => exports[name] === dag);
  return { dagId: JSON.stringify(dag.dagId), exportName };
}

function second(dagId: string, first: string): string {
  return (
    `DAG ${dagId} is made beside DAG ${JSON.stringify(first)}, which the module exports: only that one would be built. ` +
    "Give it a module of its own."
  );
}

function unexported(dagId: string, exportName: string | undefined, exported: unknown): string {
  const made = `DAG ${dagId} is made here, and the module`;
  if (exportName !== undefined) return `${made} exports it as ${exportName}. ${byDefault}`;
  if (exported instanceof Promise) {
    return `${made} exports a promise of it. Await it: \`export default await makeDag()\`.`;
  }
  if (Array.isArray(exported)) return `${made} exports a list. Give each DAG a module of its own.`;
  return `${made} does not export it. ${byDefault}`;
}

const byDefault = "End the module with `export default` and the DAG.";

/** What the module has in the place of a DAG. */
function whatIs(exported: unknown): string {
  const remedy = "End it with `export default dag`, where dag is made by `new Dag(...)`.";
  if (exported === undefined) {
    return `has no default export. ${remedy} Where a function makes the DAG, call it, and export what it returns.`;
  }
  if (typeof exported === "function") {
    return "exports a function by default, and nobody calls it. Export what it returns: `export default makeDag()`.";
  }
  const name: unknown = Object(exported).constructor?.name;
  const type = typeof exported === "object" ? `value of type ${name ?? "unknown"}` : typeof exported;
  const what = exported === null ? "null" : `a ${type}`;
  return `exports ${name === "Object" && exported !== null ? "an object" : what} by default. ${remedy}`;
}
