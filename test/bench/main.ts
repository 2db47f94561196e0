// `npm run bench`: measures ours beside its peers, prints the tables, and writes docs/benchmarks.md.
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import pc from "picocolors";
import { lockedEnvironment } from "../../src/airflow/environment/python-environment.ts";
import { UserError } from "../../src/model/errors.ts";
import { DisagreementError } from "./agreement.ts";
import { airflow } from "./airflow.ts";
import { type Bench, benchFolder, type Part } from "./bench.ts";
import { cleanStep } from "./clean-step.ts";
import { type CommandLine, readCommandLine, UsageError } from "./command-line.ts";
import { compile } from "./compile.ts";
import { local } from "./local.ts";
import { describeMachine } from "./machine.ts";
import { FailedRunError } from "./measure.ts";
import { memory } from "./memory.ts";
import { parse } from "./parse.ts";
import { Progress } from "./progress.ts";
import { hundred, report } from "./report.ts";
import { type Measured, readResults, writeResults } from "./results.ts";
import { rows } from "./rows.ts";
import { s3 } from "./s3.ts";
import { startUp } from "./start-up.ts";
import { printPart } from "./tables.ts";
import { writeReport } from "./write-report.ts";

const project = path.resolve(import.meta.dirname, "../..");

const parts: readonly Part[] = [
  cleanStep,
  rows,
  s3,
  report,
  startUp,
  parse,
  compile,
  local,
  memory,
  hundred,
  ...airflow,
];

try {
  const names = parts.map(({ name }) => name);
  const options = readCommandLine(process.argv.slice(2), names);
  if (options) process.exitCode = await run(options);
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  console.error(isKnown(error) ? error.message : error);
}

/** @returns the exit code */
async function run({ parts: chosen, quick, repetitions, checkBounds }: CommandLine): Promise<number> {
  const progress = new Progress(process.stdout);
  const scratch = path.join(benchFolder, "scratch");
  await mkdir(scratch, { recursive: true });
  try {
    progress.note("Preparing the peers' Python environment (the first time takes half a minute)");
    const packages = {
      folder: "out/bench/python",
      lockFile: path.join(project, "test/bench/peers/requirements.txt"),
    };
    const { python } = await lockedEnvironment(project, packages);
    const bench: Bench = { quick, repetitions, python, scratch, progress };
    const machine = await describeMachine(python);
    const measured: Measured[] = [];
    for (const part of parts.filter(({ name }) => chosen.includes(name))) {
      const measuredAt = new Date().toISOString();
      measured.push({ name: part.name, measuredAt, machine, result: await part.run(bench) });
      // After each part: one that fails must not take along what others have measured.
      await writeDown(bench, measured);
    }
    return conclude(measured, checkBounds);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeDown({ quick, progress }: Bench, measured: readonly Measured[]): Promise<void> {
  if (quick) return;
  const results = await writeResults(measured, await readResults());
  progress.note(`Written to ${await writeReport(parts, results)}`);
}

/** @returns the exit code */
function conclude(measured: readonly Measured[], checkBounds: boolean): number {
  for (const { name, result } of measured) printPart(process.stdout, partOf(name), result);
  const missed = measured.flatMap(({ result }) => result.bounds).filter(({ value, limit }) => value > limit);
  for (const { promise } of missed) console.log(`${pc.yellow("missed")} ${promise}`);
  return checkBounds && missed.length > 0 ? 1 : 0;
}

function partOf(name: string): Part {
  return parts.find((part) => part.name === name) as Part;
}

function isKnown(error: unknown): error is Error {
  return [UsageError, UserError, DisagreementError, FailedRunError].some((known) => error instanceof known);
}
