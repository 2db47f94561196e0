// Small built projects for tests of the local runner: models and hand-made bundles that speak the task protocol.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type * as z from "zod";
import { DagModel, modelVersion } from "../../src/model/dag/dag-model.ts";
import type { TaskOptionsModel } from "../../src/model/dag/task-options.ts";
import type { Expression } from "../../src/model/expression/expression.ts";
import { bundlePath, modelPath } from "../../src/model/project.ts";
import { defaultSettings } from "../../src/model/settings.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const command = path.join(repository, "dist/cli/main.js");

export interface TestTask {
  /** The body of an async function; absent for an empty task. See `preamble` for what it can use. */
  readonly run?: string;
  readonly upstream?: readonly string[];
  readonly input?: Expression;
  readonly options?: TaskOptionsModel;
  readonly connections?: Readonly<Record<string, string>>;
  /** URIs of assets. */
  readonly outlets?: readonly string[];
  /** Names of aliases among its outlets. */
  readonly aliases?: readonly string[];
}

export type DagOverrides = Partial<Omit<z.input<typeof DagModel>, "tasks" | "dagId">>;

export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

interface StartOptions {
  /** @default the project's folder */
  readonly cwd?: string;
  /** In a process group of its own. */
  readonly detached?: boolean;
  /** A program and its arguments that starts the command. */
  readonly within?: readonly string[];
}

const preamble = `
import { appendFileSync, closeSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
const request = JSON.parse(readFileSync(Number(process.env.WINDSOCK_REQUEST), "utf8"));
closeSync(Number(process.env.WINDSOCK_REQUEST));
const { context, connections } = request;
const input = JSON.parse(request.input);
const ds = context.logicalDate?.slice(0, 10) ?? "no date";
const outcome = (value) => writeFileSync(request.outcomeFile, JSON.stringify(value), { flag: "wx" });
const succeed = (value = null, updates) => outcome({ kind: "success", value, updates });
const skip = (reason) => outcome({ kind: "skip", reason });
const fail = (reason) => outcome({ kind: "fail", reason });
const note = (text) => appendFileSync("events.txt", context.taskId + " " + ds + " " + text + "\\n");
const waitFor = async (file) => { while (!existsSync(file)) await sleep(20); };
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.exit(143); }, 100).unref();
`;

/** A project with a `generated` folder, as if built, in a folder of its own. */
export class RunnerProject {
  readonly folder: string;

  constructor() {
    const parent = path.join(repository, "out/test");
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(path.join(parent, "runner-"));
    this.write("package.json", '{"name": "acme", "type": "module"}');
  }

  /** Three daily runs from 2021-07-02 on, unless `overrides` says otherwise. */
  dag(dagId: string, tasks: Readonly<Record<string, TestTask>>, overrides: DagOverrides = {}): DagModel {
    const position = { file: "dags-ts/test.ts", line: 1, column: 1 };
    const model = DagModel.parse({
      modelVersion,
      dagId,
      position,
      schedule: { kind: "cron", expression: "0 0 * * *" },
      startDate: "2021-07-02",
      endDate: "2021-07-04",
      timezone: "UTC",
      catchup: true,
      maxActiveRuns: 16,
      tags: [],
      defaults: {},
      params: {},
      groups: [],
      groupEdges: [],
      edgeLabels: [],
      callbacks: [],
      ...overrides,
      tasks: Object.entries(tasks).map(([taskId, task]) => ({
        taskId,
        kind: task.run === undefined ? "empty" : "node",
        operatorName: "TestOperator",
        position,
        options: task.options ?? {},
        upstream: task.upstream ?? [],
        input: task.input ?? { kind: "literal", value: {} },
        inputSchema: {},
        connections: task.connections ?? {},
        inlets: [],
        outlets: [
          ...(task.outlets ?? []).map((uri) => ({ kind: "asset" as const, uri })),
          ...(task.aliases ?? []).map((name) => ({ kind: "alias" as const, name })),
        ],
      })),
    });
    this.write(path.join(defaultSettings.generated, modelPath(dagId)), JSON.stringify(model));
    for (const [taskId, { run }] of Object.entries(tasks)) {
      if (run !== undefined)
        this.write(path.join(defaultSettings.generated, bundlePath(dagId, taskId)), preamble + run);
    }
    return model;
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  list(name: string): string[] {
    return readdirSync(path.join(this.folder, name)).sort();
  }

  /** What the tasks noted, in order. */
  events(): string[] {
    try {
      return this.read("events.txt").trimEnd().split("\n");
    } catch {
      return [];
    }
  }

  /** The records of a DAG's journal. */
  journal(dagId: string): Record<string, unknown>[] {
    const lines = this.read(`out/state/${dagId}.jsonl`).split("\n");
    // The last part is empty, or a line that is being written.
    return lines.slice(0, -1).map((line) => JSON.parse(line));
  }

  /** Starts the built command, without waiting for its end. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}, options: StartOptions = {}) {
    const [program = "", ...rest] = [...(options.within ?? []), process.execPath, command, ...args];
    return execa(program, rest, {
      cwd: options.cwd ?? this.folder,
      detached: options.detached ?? false,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? "", NO_COLOR: "1", ...env },
      reject: false,
    });
  }

  /** Runs the built command. */
  async windsock(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    options: StartOptions = {},
  ): Promise<CommandResult> {
    const { exitCode, stdout, stderr } = await this.start(args, env, options);
    return { exitCode, stdout, stderr };
  }

  /** Waits until the condition holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(20);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
