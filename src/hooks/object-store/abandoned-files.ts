// Names for what a writer leaves lying when it is killed, so that the next one can tell it from a living one's.
import { randomUUID } from "node:crypto";
import { lstat } from "node:fs/promises";
import path from "node:path";
import { formatProcess, parseProcess, stateOf, thisProcess } from "../../system/process-name.ts";

const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

/** A new file name that says which process of which machine it belongs to. */
export function ownName(): string {
  return `${formatProcess(thisProcess())}.${randomUUID()}`;
}

/**
 * A file of a process that is gone; or, where that cannot be known, one that nobody has touched for a day. What has
 * another name than a writer gives is none.
 */
export async function isLeftover(file: string): Promise<boolean> {
  const owner = parseProcess(path.basename(file, path.extname(file)));
  if (!owner) return false;
  const state = stateOf(owner);
  if (state !== "elsewhere") return state === "ended";
  const stats = await lstat(file).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > abandonedAfterMilliseconds;
}
