// Measures one run of a program: wall time, CPU time and peak memory of its whole process.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import * as z from "zod";

/** A program and how it is started. */
export interface Command {
  readonly argv: readonly [program: string, ...args: string[]];
  /** Beside PATH and HOME; nothing else of this process's environment reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the scratch folder */
  readonly cwd?: string;
  /** Where its standard output goes. @default a file in the scratch folder, read into `stdout` */
  readonly output?: string;
}

export interface Measurement {
  readonly seconds: number;
  /** User and system time, of all threads. */
  readonly cpuSeconds: number;
  /** Peak resident set size. */
  readonly peakBytes: number;
}

export interface MeasuredRun extends Measurement {
  /** Empty when it went elsewhere. */
  readonly stdout: string;
}

/** A measured program that failed: its time means nothing. */
export class FailedRunError extends Error {
  constructor({ argv }: Command, exitCode: number, stderr: string) {
    super(`${argv.join(" ")} ended with exit code ${exitCode}:\n${stderr.trim().slice(-2_000)}`);
    this.name = "FailedRunError";
  }
}

const Report = z.object({
  exitCode: z.int(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakBytes: z.number(),
});

/**
 * @param python an interpreter to start the program from; Node does not tell what a child used
 * @throws {FailedRunError} when the program does not end with exit code 0
 */
export async function measure(python: string, scratch: string, command: Command): Promise<MeasuredRun> {
  const files = { stdout: path.join(scratch, "stdout"), stderr: path.join(scratch, "stderr") };
  const spec = {
    argv: command.argv,
    env: { PATH: process.env.PATH, HOME: process.env.HOME ?? "/", ...command.env },
    cwd: command.cwd ?? scratch,
    stdout: command.output ?? files.stdout,
    stderr: files.stderr,
  };
  const script = path.join(import.meta.dirname, "measure.py");
  const { stdout: report } = await execa(python, [script, JSON.stringify(spec)]);
  const { exitCode, ...measurement } = Report.parse(JSON.parse(report));
  if (exitCode !== 0) throw new FailedRunError(command, exitCode, await readFile(files.stderr, "utf8"));
  const stdout = command.output === undefined ? await readFile(files.stdout, "utf8") : "";
  return { ...measurement, stdout };
}
