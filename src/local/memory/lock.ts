// Lets one process at a time use a project's `out` folder: the embedded warehouse allows no second one.
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../model/errors.ts";
import {
  formatProcess,
  type ProcessName,
  parseProcess,
  stateOf,
  thisProcess,
} from "../../system/process-name.ts";

/** Another process is using the `out` folder. */
export class LockedError extends UserError {
  readonly holder: ProcessName;
  readonly file: string;

  constructor(holder: ProcessName, file: string) {
    const { pid, machine } = holder;
    const place = stateOf(holder) === "elsewhere" ? ` on ${machine}` : "";
    super(
      `Another windsock (process ${pid}${place}) is using ${path.dirname(file)}. ` +
        `If process ${pid} is gone or something else, delete ${file}.`,
    );
    this.name = "LockedError";
    this.holder = holder;
    this.file = file;
  }
}

/**
 * Takes the lock; a lock whose process has ended is taken over. One of another machine or container that shares
 * the folder is not: whether its process still runs cannot be known from here.
 *
 * @returns gives the lock back
 * @throws {LockedError} when somebody else has it
 */
export function acquireLock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  const word = formatProcess(thisProcess());
  const own = `${file}.${word}`;
  writeFileSync(own, `${word}\n`);
  try {
    for (;;) {
      if (claim(own, file)) {
        removeAbandoned(file);
        return () => rmSync(file, { force: true });
      }
      const holder = holderOf(file);
      if (holder) throw new LockedError(holder, file);
      evict(own, file);
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
function evict(own: string, file: string): void {
  const aside = `${own}.old`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (holderOf(aside)) claim(aside, file);
  rmSync(aside, { force: true });
}

/** Files of processes that were killed while they took the lock; each has its process in its name. */
function removeAbandoned(file: string): void {
  const prefix = `${path.basename(file)}.`;
  for (const name of readdirSync(path.dirname(file))) {
    const owner = name.startsWith(prefix) && parseProcess(name.slice(prefix.length).replace(/\.old$/, ""));
    if (!owner || stateOf(owner) !== "ended") continue;
    rmSync(path.join(path.dirname(file), name), { force: true });
  }
}

/** The process in a lock, unless it has ended. */
function holderOf(file: string): ProcessName | null {
  const holder = parseProcess(readText(file).trim());
  return holder && stateOf(holder) !== "ended" ? holder : null;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
