// Lets one process at a time use a project's `out` folder: the embedded warehouse allows no second one.

import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../model/errors.ts";

/** Another process is using the `out` folder. */
export class LockedError extends UserError {
  readonly pid: number;
  readonly file: string;

  constructor(pid: number, file: string) {
    super(
      `Another windsock (process ${pid}) is using ${path.dirname(file)}. ` +
        `If process ${pid} is something else, delete ${file}.`,
    );
    this.name = "LockedError";
    this.pid = pid;
    this.file = file;
  }
}

/**
 * Takes the lock; a lock whose process is dead is taken over.
 *
 * @returns gives the lock back
 * @throws {LockedError} when a living process has it
 */
export function acquireLock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    for (;;) {
      if (claim(own, file)) {
        removeLeftovers(file);
        return () => rmSync(file, { force: true });
      }
      const pid = livingHolder(file);
      if (pid !== undefined) throw new LockedError(pid, file);
      evict(file);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link appears with its content, so that no reader ever finds a lock without a process in it. */
function claim(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Puts a dead process's lock aside, unless a living one has taken it over in the meantime. */
function evict(file: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (livingHolder(aside) !== undefined) claim(aside, file);
  rmSync(aside, { force: true });
}

/** Files of processes that were killed while they took the lock; each has its process's id in its name. */
function removeLeftovers(file: string): void {
  for (const name of readdirSync(path.dirname(file))) {
    const [, pid] = /\.(\d+)(?:\.old)?$/.exec(name) ?? [];
    if (pid === undefined || !name.startsWith(`${path.basename(file)}.`) || isAlive(Number(pid))) continue;
    rmSync(path.join(path.dirname(file), name), { force: true });
  }
}

/** The process in a lock, if it is alive. */
function livingHolder(file: string): number | undefined {
  const [text = "", start = ""] = readText(file).trim().split(" ");
  const pid = /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
  return pid !== undefined && isAlive(pid) && startOf(pid) === start ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * When a process started, or "" where the system does not tell. Process ids come back, in containers with
 * nearly every restart; together with the start they do not.
 */
function startOf(pid: number): string {
  // proc(5): the command's name, in parentheses, may hold spaces; after it come the state and 18 more fields.
  const [state, ...fields] = readText(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  // Dead, though its parent has not asked yet: some containers have nobody who would.
  return state === "Z" || state === "X" ? "dead" : (fields[18] ?? "");
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
