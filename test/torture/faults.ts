// What is done to a runner.
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { TorturedProject } from "./tortured-project.ts";

type Running = ReturnType<TorturedProject["run"]>;

export interface Fault {
  readonly name: string;
  /** Starts a runner that is to meet the fault. */
  start(project: TorturedProject, args: readonly string[], random: () => number): Running;
  /**
   * Lets it happen.
   *
   * @returns runners that take over from the first one
   */
  strike(running: Running, project: TorturedProject, random: () => number): Promise<readonly Running[]>;
}

const kill: Fault = {
  name: "kill",
  start: (project, args) => project.run(args),
  async strike(running) {
    running.kill("SIGKILL");
    return [];
  },
};

const day = 86_400_000;
const clock = path.resolve(import.meta.dirname, "shifted-clock.mjs");

/** Each runner has a clock of its own, up to two days before or after that of the one before. */
const clockJump: Fault = {
  ...kill,
  name: "clock jump",
  start: (project, args, random) =>
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
  start: (project, args) => project.run(args, { within: container }),
  async strike(running, project, random) {
    const second = project.run(["--resume"], { within: container });
    await sleep(1_500 * random());
    running.kill("SIGKILL");
    return [second];
  },
};

/** Every kind that this machine can do, as often as it shall happen: most are plain kills. */
export async function possibleFaults(): Promise<readonly Fault[]> {
  const usual = [kill, kill, kill, kill, clockJump, clockJump];
  const { failed } = await execa("unshare", [...container.slice(1), "true"], { reject: false });
  return failed ? usual : [...usual, twoContainers];
}
