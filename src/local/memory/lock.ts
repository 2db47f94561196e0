// Lets one process at a time use a folder, such as a project's `out`.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../model/errors.ts";
import { lockFile } from "../../system/file-lock.ts";
import { formatProcess, parseProcess, stateOf, thisProcess } from "../../system/process-name.ts";

/** Another process is using the folder. */
export class LockedError extends UserError {
  constructor(file: string, folder: string) {
    super(`Another windsock${holderOf(file)} is using ${folder}.`);
    this.name = "LockedError";
  }
}

/**
 * Takes the folder for this process, until that ends or gives it back.
 *
 * @param file stands for the folder, and is there for as long as the lock is held
 * @param folder the one it usually lies in
 * @returns gives the lock back
 * @throws {LockedError} when somebody else has it
 * @throws {UserError} when there can be no lock
 */
export function acquireLock(file: string, folder = path.dirname(file)): () => void {
  let release: (() => void) | null;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    release = lockFile(file, formatProcess(thisProcess()));
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(
      `${file} cannot be locked, so nothing would keep two runs out of each other's ${folder}: ${message}.`,
      { cause },
    );
  }
  if (release) return release;
  throw new LockedError(file, folder);
}

/** Who has the lock, in words; its process id means something only where that is visible from here. */
function holderOf(file: string): string {
  const holder = parseProcess(readText(file));
  if (!holder) return "";
  const place = stateOf(holder) === "elsewhere" ? ` of another container or machine, ${holder.machine}` : "";
  return ` (process ${holder.pid}${place})`;
}

/** Only for the message: it may be about to be written, or unreadable for this user. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
