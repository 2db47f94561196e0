// Evaluates DAG modules in a child process, with a time limit each, and collects what they describe.
import { type ChildProcess, fork } from "node:child_process";
import * as z from "zod";
import type { DagDescription } from "../../model/dag/dag-description.ts";
import type { Problem } from "../../model/problem.ts";
import { Position } from "../../model/problem.ts";
import { ownFile } from "../bundle/bundler.ts";
import type { Asked } from "./asked.ts";
import type { BundledDagModule } from "./bundle-dag-modules.ts";
import { type Descriptions, findBakedValues } from "./find-baked-values.ts";
import { readDescription } from "./read-description.ts";
import type { OtherSurroundings, Reading } from "./watched-surroundings.ts";

export interface DescribeRequest {
  readonly projectFolder: string;
  readonly modules: readonly BundledDagModule[];
  readonly other: OtherSurroundings;
}

const Said = z.object({ message: z.string(), position: Position.nullable() });

const ReadingSchema = z.object({
  kind: z.enum(["environment", "clock", "chance"]),
  name: z.string(),
  position: Position,
  module: z.string(),
}) satisfies z.ZodType<Reading>;

const DescribeReply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started"), file: z.string() }),
  z.object({
    kind: z.literal("described"),
    file: z.string(),
    description: z.unknown().optional(),
    problems: z.array(Said),
  }),
  z.object({ kind: z.literal("readings"), readings: z.array(ReadingSchema) }),
  z.object({
    kind: z.literal("asked"),
    variables: z.array(z.string()),
    files: z.array(z.string()),
    restless: z.array(z.string()),
  }),
  /** Something was declared when all modules had been described. */
  z.object({ kind: z.literal("late"), problem: Said }),
  z.object({
    kind: z.literal("failed"),
    file: z.string(),
    reason: z.string(),
    position: Position.nullable(),
  }),
]);
export type DescribeReply = z.infer<typeof DescribeReply>;

export interface DescribedDag extends DagDescription {
  /** The DAG module, relative to the project's folder. */
  readonly file: string;
}

/** Nothing is otherwise. */
const asItIs: OtherSurroundings = { env: {}, ahead: 0 };

export interface DescribedDags {
  readonly dags: readonly DescribedDag[];
  readonly problems: readonly Problem[];
  /** What the modules asked of their surroundings. */
  readonly asked: Asked;
}

/** Evaluates DAG modules, each for a limited time. */
export class Describer {
  readonly #timeLimit: number;
  #ready: ChildProcess | undefined;

  /** @param timeLimit milliseconds for each module */
  constructor(timeLimit: number) {
    this.#timeLimit = timeLimit;
  }

  /**
   * Evaluates modules one after the other. One that hangs or ends the process is reported, and the rest go on
   * in a new process.
   *
   * @param signal aborted: the process is ended, and the reason thrown
   */
  async describe(
    projectFolder: string,
    modules: readonly BundledDagModule[],
    signal?: AbortSignal,
  ): Promise<DescribedDags> {
    const dags: DescribedDag[] = [];
    const problems: Problem[] = [];
    const readings: Reading[] = [];
    const asked: Asked[] = [];
    const before = new Map<string, string>();
    for await (const reply of this.#replies(projectFolder, modules, asItIs, signal)) {
      if (reply.kind === "readings") readings.push(...reply.readings);
      if (reply.kind === "asked") asked.push(reply);
      if (reply.kind === "late") problems.push(reply.problem);
      if (reply.kind === "failed") problems.push(failure(reply.file, reply.reason, reply.position));
      if (reply.kind !== "described") continue;
      problems.push(...reply.problems);
      if (reply.description === undefined) continue;
      before.set(reply.file, JSON.stringify(reply.description));
      const read = readDescription(reply.description);
      if ("problems" in read) problems.push(...read.problems);
      else dags.push({ file: reply.file, ...read.description });
    }
    const described = modules.filter(({ file }) => before.has(file));
    const again = (other: OtherSurroundings) => this.#describeAgain(projectFolder, described, other, signal);
    return {
      dags,
      problems: [...problems, ...(await findBakedValues(readings, before, again))],
      asked: {
        variables: [...new Set(asked.flatMap(({ variables }) => variables))].sort(),
        files: [...new Set(asked.flatMap(({ files }) => files))].sort(),
        restless: [...new Set(asked.flatMap(({ restless }) => restless))].sort(),
      },
    };
  }

  async #describeAgain(
    projectFolder: string,
    modules: readonly BundledDagModule[],
    other: OtherSurroundings,
    signal: AbortSignal | undefined,
  ): Promise<Descriptions> {
    const descriptions = new Map<string, string>();
    for await (const reply of this.#replies(projectFolder, modules, other, signal)) {
      if (reply.kind === "described" && reply.description !== undefined)
        descriptions.set(reply.file, JSON.stringify(reply.description));
    }
    return descriptions;
  }

  /** What is said of the modules; of one that hangs or ends the process, that it does. */
  async *#replies(
    projectFolder: string,
    modules: readonly BundledDagModule[],
    other: OtherSurroundings,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<DescribeReply, void> {
    let remaining = modules;
    while (remaining.length > 0) {
      const request = { projectFolder, modules: remaining, other };
      const ended = await describeInOneProcess(this.#take(), request, this.#timeLimit, signal);
      signal?.throwIfAborted();
      yield* ended.replies;
      // Of a process that did not get to say what it was asked, anything must be thought.
      if (!ended.replies.some(({ kind }) => kind === "asked")) {
        const restless = remaining.map((module) => module.file);
        yield { kind: "asked", variables: [], files: [], restless };
      }
      const { unfinished: file, ending } = ended;
      if (file === undefined) break;
      yield { kind: "failed", file, reason: ending, position: null };
      remaining = remaining.slice(remaining.findIndex((module) => module.file === file) + 1);
    }
  }

  /** Starts the next process ahead: starting Node takes longer than describing a DAG. It ends with this process. */
  prepare(): void {
    if (this.#ready?.connected) return;
    this.#ready = startProcess();
    this.#ready.unref();
    this.#ready.channel?.unref();
    this.#ready.once("error", () => {
      this.#ready = undefined;
    });
  }

  #take(): ChildProcess {
    const ready = this.#ready;
    this.#ready = undefined;
    if (!ready?.connected) return startProcess();
    ready.ref();
    ready.channel?.ref();
    return ready;
  }
}

function failure(file: string, reason: string, position: Position | null): Problem {
  return { message: reason, position: position ?? { file, line: 1, column: 1 } };
}

interface OneProcess {
  readonly replies: readonly DescribeReply[];
  /** The module under way when the process ended early. */
  readonly unfinished: string | undefined;
  readonly ending: string;
}

function describeInOneProcess(
  child: ChildProcess,
  request: DescribeRequest,
  timeLimit: number,
  signal: AbortSignal | undefined,
): Promise<OneProcess> {
  return new Promise((resolve, reject) => {
    const replies: DescribeReply[] = [];
    let underWay: string | undefined = request.modules[0]?.file;
    let ending = "";
    const onTimeLimit = () => {
      ending = `Evaluating this module took longer than ${timeLimit / 1000} s. A DAG module only declares; move work into tasks.`;
      child.kill("SIGKILL");
    };
    // It begins with the first module: on a busy machine, starting Node may take longer than the limit.
    let timer: NodeJS.Timeout | undefined;
    child.on("message", (message) => {
      clearTimeout(timer);
      const reply = DescribeReply.parse(message);
      replies.push(reply);
      underWay = reply.kind === "started" ? reply.file : undefined;
      timer = setTimeout(onTimeLimit, timeLimit);
    });
    const stop = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", stop);
    child.on("error", reject);
    child.on("exit", (code, killedBy) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      ending ||= `Evaluating this module ended the process (${killedBy ?? `exit code ${code}`}). A DAG module only declares.`;
      resolve({ replies, unfinished: underWay, ending });
    });
    // One that ended in the meantime says so by its exit.
    child.send(request, () => undefined);
    if (signal?.aborted) stop();
  });
}

function startProcess(): ChildProcess {
  return fork(ownFile("compiler/describe/describe-process"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "json",
  });
}
