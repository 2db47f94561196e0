// Runs the process of one try: both its outputs in one file, in order, and no part of it left behind.
import type { WriteStream } from "node:fs";
import { execa } from "execa";
import { timerMs } from "../schedule/timer.ts";

export interface ProcessOptions {
  readonly bundle: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** An open file, which takes stdout and stderr without a detour through this process. */
  readonly output: WriteStream;
  /** Seconds; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

/** How the process ended; `ended`: by itself, with code 0. */
export type ProcessEnd =
  | { readonly kind: "ended" }
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "timed-out" }
  | { readonly kind: "stopped" };

/** Milliseconds a process gets to clean up between SIGTERM and SIGKILL. */
const patience = 5000;

// A group of its own: Ctrl-C in a terminal reaches the runner alone, which then tells each task once.
const ownGroup = process.platform !== "win32";

export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  const { bundle, folder, env, output, timeout, signal } = options;
  if (signal.aborted) return { kind: "stopped" };
  const child = execa(process.execPath, [bundle], {
    cwd: folder,
    env,
    extendEnv: false,
    stdin: "ignore",
    stdout: output,
    stderr: output,
    detached: ownGroup,
    cleanup: false,
    reject: false,
  });
  const timers = new Set<NodeJS.Timeout>();
  let early: "timed-out" | "stopped" | undefined;
  const end = (why: "timed-out" | "stopped") => {
    if (early) return;
    early = why;
    send(child, "SIGTERM");
    timers.add(setTimeout(() => send(child, "SIGKILL"), patience));
  };
  const stop = () => end("stopped");
  signal.addEventListener("abort", stop);
  if (timeout !== null) timers.add(setTimeout(end, timerMs(timeout), "timed-out"));
  const { exitCode, signal: killedBy, originalMessage } = await child;
  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  if (early) {
    // What the process had started may have outlived it.
    send(child, "SIGKILL");
    return { kind: early };
  }
  if (killedBy) return { kind: "broken", reason: `its process was ended by ${killedBy}` };
  if (exitCode === 0) return { kind: "ended" };
  if (exitCode !== undefined) return { kind: "broken", reason: `exit code ${exitCode}` };
  return { kind: "broken", reason: `its process could not be started: ${originalMessage}` };
}

interface Child {
  readonly pid?: number | undefined;
  kill(signal: NodeJS.Signals): boolean;
}

function send(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // The whole group has ended already.
  }
}
