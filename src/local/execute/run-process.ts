// Runs the process of one try: both its outputs in one log, in order, and no part of it left behind.
import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { requestVariable } from "../../model/run/task-protocol.ts";
import { timerMs } from "../schedule/timer.ts";
import type { TryLog } from "./try-log.ts";

export interface ProcessOptions {
  /** What it is, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the process is asked; goes through a pipe, since environments can be read by others. */
  readonly request: string;
  readonly log: TryLog;
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

/** The first descriptor after stdin, stdout and stderr. */
const requestDescriptor = 3;

export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  const {
    command: [program, ...args],
    folder,
    env,
    request,
    log,
    timeout,
    signal,
  } = options;
  if (signal.aborted) return { kind: "stopped" };
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...env, [requestVariable]: String(requestDescriptor) },
    stdio: ["ignore", log.descriptor, log.descriptor, "pipe"],
    detached: ownGroup,
  });
  log.handedOver();
  give(child.stdio[requestDescriptor] as Writable | null, request);
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
  const ended = await endOf(child);
  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  if (!early) return ended;
  // What the process had started may have outlived it.
  send(child, "SIGKILL");
  return { kind: early };
}

function give(pipe: Writable | null, request: string): void {
  // A process that ended before it read all is told about by its end.
  pipe?.on("error", () => {});
  pipe?.end(request);
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once("error", ({ message }) =>
      resolve({ kind: "broken", reason: `its process could not be started: ${message}` }),
    );
    child.once("exit", (code, killedBy) => {
      if (killedBy) resolve({ kind: "broken", reason: `its process was ended by ${killedBy}` });
      else resolve(code === 0 ? { kind: "ended" } : { kind: "broken", reason: `exit code ${code}` });
    });
  });
}

function send(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // The whole group has ended already.
  }
}
