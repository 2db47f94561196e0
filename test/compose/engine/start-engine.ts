// A container engine of the test's own: Debian's packages, its own daemons, everything in one folder.
import { access, mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { startService } from "../../../src/system/service-process.ts";
import { skipTestsWithout } from "../../services/missing-part.ts";

/** A running engine. */
export interface Engine {
  /** Where its images are kept between runs, with all else. */
  readonly folder: string;
  /** Runs `docker`, `docker-compose` or another program against this engine and nothing else of the caller's. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Ends it and removes what it left outside of its folder. */
  stop(): Promise<void>;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

// Debian's own programs come first: another docker on this machine may want a newer engine.
const PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin";
const PROGRAMS = ["/usr/sbin/dockerd", "/usr/bin/docker", "/usr/bin/docker-compose", "/usr/sbin/debootstrap"];

/**
 * Installs the engine where it is absent.
 *
 * @returns false, as {@link skipTestsWithout} says, where there can be none
 */
export async function hasEngine(): Promise<boolean> {
  try {
    if (process.getuid?.() !== 0) throw new Error("A container engine needs root on Linux.");
    await install();
    return true;
  } catch (error) {
    // What a failed program said last is what it failed of.
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    skipTestsWithout("Docker", new Error(reason, { cause: error }));
    return false;
  }
}

/**
 * Starts the engine; it stops with this process, however that ends.
 *
 * @throws Error when another engine runs on this machine: they would share its packet filter
 */
export async function startEngine(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const own = await realpath(folder);
  const guard = path.join(import.meta.dirname, "guard.sh");
  const env = { PATH, HOME: own, DOCKER_HOST: `unix://${own}/run/docker.sock`, DOCKER_BUILDKIT: "0" };
  const service = await startService("sh", [guard, own], /^engine ready$/m, { env: { PATH, HOME: own } });
  return {
    folder: own,
    async run(program, args, options = {}) {
      const { stdout } = await execa(program, args, {
        cwd: options.cwd ?? own,
        env: { ...env, ...options.env },
        extendEnv: false,
        preferLocal: false,
      });
      return stdout;
    },
    stop: () => service.stop(),
  };
}

async function install(): Promise<void> {
  const found = await Promise.allSettled(PROGRAMS.map((program) => access(program)));
  if (found.every(({ status }) => status === "fulfilled")) return;
  await execa("sh", [path.join(import.meta.dirname, "install.sh")]);
}
