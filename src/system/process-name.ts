// Tells whether the process that wrote a file is still running, when all there is of it is what it wrote.
import { readFileSync, statSync } from "node:fs";
import os from "node:os";

/** What identifies a process for longer than it lives. */
export interface ProcessName {
  /** Where process ids have one meaning: containers can share a host's name but not its process ids. */
  readonly machine: string;
  readonly pid: number;
  /**
   * When it started, or "" where the system does not tell. Process ids come back, in containers with nearly every
   * restart; together with the start they do not.
   */
  readonly start: string;
}

/** `elsewhere`: it belongs to another machine or container, and cannot be asked about. */
export type ProcessState = "running" | "ended" | "elsewhere";

export function thisProcess(): ProcessName {
  return { machine: thisMachine(), pid: process.pid, start: startOf(process.pid) };
}

export function stateOf({ machine, pid, start }: ProcessName): ProcessState {
  if (machine !== thisMachine()) return "elsewhere";
  if (!exists(pid)) return "ended";
  const now = startOf(pid);
  if (now === "ended") return "ended";
  return now === start || now === "" || start === "" ? "running" : "ended";
}

/** One word that {@link parseProcess} reads again, and that may be part of a file's name. */
export function formatProcess({ machine, pid, start }: ProcessName): string {
  return `${machine}.${pid}-${start}`;
}

/** The process that a word names, or null when it names none. Earlier releases left the start out. */
export function parseProcess(text: string): ProcessName | null {
  const [, machine, pid, start = ""] = /^(.+)\.([1-9]\d*)(?:-(\d*))?$/.exec(text) ?? [];
  return machine === undefined ? null : { machine, pid: Number(pid), start };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is somebody else's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** "ended" for one that is dead although its parent has not asked yet: some containers have nobody who would. */
function startOf(pid: number): string {
  // proc(5): the command's name, in parentheses, may hold spaces; after it come the state and 18 more fields.
  const [state, ...fields] = readText(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return state === "Z" || state === "X" ? "ended" : (fields[18] ?? "");
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function thisMachine(): string {
  try {
    return `${os.hostname()}-${statSync("/proc/self/ns/pid").ino}`;
  } catch {
    return os.hostname();
  }
}
