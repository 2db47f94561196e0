// What is done to a runner.
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { TorturedProject } from "./tortured-project.ts";

type Running = ReturnType<TorturedProject["run"]>;

/** What a fault can use. */
interface Scene {
  readonly project: TorturedProject;
  /** The part of the command line that says with which params the days are worked on. */
  readonly params: readonly string[];
  /** The params, and whether to go on with what is done. */
  readonly args: readonly string[];
  /** Those of another set of params. */
  readonly otherParams: readonly string[];
  /** A fraction of 1, another one each time. */
  random(): number;
}

/** A runner that takes over from one that was killed, and its params. */
interface Successor {
  readonly running: Running;
  readonly params: readonly string[];
}

export interface Fault {
  readonly name: string;
  /** Starts a runner that is to meet the fault. */
  start(scene: Scene): Running;
  /** Whether the runner may give up by itself; it is then gone on with. */
  readonly mayFail?: true;
  /** Lets it happen. */
  strike(running: Running, scene: Scene): Promise<Successor | null>;
}

const kill: Fault = {
  name: "kill",
  start: ({ project, args }) => project.run(args),
  async strike(running) {
    running.kill("SIGKILL");
    return null;
  },
};

const day = 86_400_000;
const clock = path.resolve(import.meta.dirname, "shifted-clock.mjs");

/** Each runner has a clock of its own, up to two days before or after that of the one before. */
const clockJump: Fault = {
  ...kill,
  name: "clock jump",
  start: ({ project, args, random }) =>
    project.run(args, {
      env: {
        NODE_OPTIONS: `--import=${clock}`,
        CLOCK_SHIFT: String(Math.round((random() - 0.5) * 4 * day)),
      },
    }),
};

/** As in a container: nobody outside has its process ids, and its runner dies with it. */
const container = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] as const;

/** Another runner waits in a container of its own, and takes over when the first one's is killed. */
const twoContainers: Fault = {
  name: "two containers",
  start: ({ project, args }) => project.run(args, { within: container }),
  async strike(first, { project, params, args, random }) {
    const running = project.run(args, { within: container });
    await sleep(1_500 * random());
    first.kill("SIGKILL");
    return { running, params };
  },
};

/** Another runner waits that is to work on the same days with other params. */
const otherParams: Fault = {
  ...kill,
  name: "other params",
  async strike(first, { project, otherParams: params, random }) {
    const running = project.run(params);
    await sleep(1_500 * random());
    first.kill("SIGKILL");
    return { running, params };
  },
};

/** A snapshot is written once more, in place and piece by piece, as `cp` does it: in the end its bytes are the same. */
const rewrittenSource: Fault = {
  ...kill,
  name: "rewritten source",
  async strike(running, { project, random }) {
    await project.rewriteSource(random);
    running.kill("SIGKILL");
    return null;
  },
};

/** The disk with the runner's own files is full for a moment. */
const fullDisk: Fault = {
  ...kill,
  name: "full disk",
  mayFail: true,
  async strike(running, { project, random }) {
    await project.fillDisk(1_000 * random());
    running.kill("SIGKILL");
    return null;
  },
};

/**
 * Every kind that this machine can do, as often as it shall happen: most are plain kills.
 *
 * @param kind of store: a folder's objects are rewritten in place, which S3's cannot be. The embedded warehouse has its
 *   data on the disk that would be full, and does not go on from there
 */
export async function possibleFaults(project: TorturedProject, kind: "fs" | "s3"): Promise<readonly Fault[]> {
  const usual = [kill, kill, kill, kill, kill, clockJump, clockJump, otherParams];
  const { failed } = await execa("unshare", [...container.slice(1), "true"], { reject: false });
  return [
    ...usual,
    ...(failed ? [] : [twoContainers]),
    ...(kind === "fs" ? [rewrittenSource, rewrittenSource] : []),
    ...(kind === "s3" && project.hasSmallDisk ? [fullDisk, fullDisk] : []),
  ];
}
