// Names for what a writer leaves lying when it is killed, so that the next one can tell it from a living one's.
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { lstat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

/** A new file name that says which process of which machine it belongs to. */
export function ownName(): string {
  return `${thisMachine()}.${process.pid}.${randomUUID()}`;
}

/**
 * A file of a process that is gone; or, where that cannot be known, one that nobody has touched for a day. What has
 * another name than a writer gives is none.
 */
export async function isLeftover(file: string): Promise<boolean> {
  const [, machine, pid] = /^(.+)\.(\d+)\.[^.]+$/.exec(path.basename(file)) ?? [];
  if (machine === undefined) return false;
  if (machine === thisMachine()) return !isAlive(Number(pid));
  const stats = await lstat(file).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > abandonedAfterMilliseconds;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Where process ids have one meaning: containers can share a host's name but not its process ids. */
function thisMachine(): string {
  try {
    return `${os.hostname()}-${statSync("/proc/self/ns/pid").ino}`;
  } catch {
    return os.hostname();
  }
}
