// The command line of a bundle that is run by hand.
import { parseArgs } from "node:util";
import { UsageError } from "../model/errors.ts";
import { readsOf } from "../model/expression/reads-of.ts";
import type { JsonValue } from "../model/json.ts";
import { readInstant } from "../model/run/date-text.ts";
import { readInputs, readParams, requireParams } from "../model/run/named-values.ts";
import { notMapped } from "../model/run/outputs.ts";
import type { Params } from "../model/run/run-context.ts";
import type { TaskProgram } from "./task-program.ts";

export interface CommandLine {
  readonly help: boolean;
  /** The run's logical date. */
  readonly date: Date | undefined;
  /** Entries of the input that replace those of the DAG. */
  readonly input: Readonly<Record<string, JsonValue>>;
  /** Whether the run is the last local one, instead of a new one. */
  readonly fromLastRun: boolean;
  /** Which instance of a mapped task; -1 for a task that is not mapped. */
  readonly mapIndex: number;
  /** All params, the defaults included. */
  readonly params: Params;
  /** Those that the command line gives. */
  readonly givenParams: Params;
}

/** @throws {UsageError} */
export async function readCommandLine(program: TaskProgram, argv: readonly string[]): Promise<CommandLine> {
  const { help, date, input, param, "from-last-run": fromLastRun, "map-index": mapIndex } = parse(argv);
  const params = await readParams(program.dagId, program.params, param);
  // Those of the last run may have what is not given.
  if (!help && !fromLastRun) requireParams(program.dagId, program.params, params);
  const given = new Set(param.map((text) => text.split("=")[0]));
  return {
    help,
    fromLastRun,
    date: date === undefined ? undefined : instant(date),
    mapIndex: mapIndexOf(program, mapIndex),
    input: await readInputs(program.taskId, program.inputSchema, input),
    params,
    givenParams: Object.fromEntries(Object.entries(params).filter(([name]) => given.has(name))),
  };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: "boolean", short: "h", default: false },
        date: { type: "string" },
        "from-last-run": { type: "boolean", default: false },
        "map-index": { type: "string" },
        input: { type: "string", multiple: true, default: [] },
        param: { type: "string", multiple: true, default: [] },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

/** Whether there is an instance for each element of a list. */
export function isMapped({ input }: Pick<TaskProgram, "input">): boolean {
  const { items, outputs } = readsOf([input]);
  return items.length > 0 || outputs.some((output) => output.kind === "output" && output.sameInstance);
}

function mapIndexOf(program: TaskProgram, given: string | undefined): number {
  if (given === undefined) return isMapped(program) ? 0 : notMapped;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new UsageError(`--map-index ${JSON.stringify(given)} is no number of an element. They count from 0.`);
}

function instant(date: string): Date {
  const instant = readInstant(date);
  if (instant) return instant;
  throw new UsageError(
    `--date ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00Z.`,
  );
}
