// Waits its turn: a runner whose terminal is gone may still be at work when the next one starts.
import { setTimeout as sleep } from "node:timers/promises";
import { acquireLock, LockedError } from "./lock.ts";

/** How often to look whether the lock is free, in milliseconds. */
const interval = 200;

/**
 * Takes the lock as soon as it is free.
 *
 * @param note told once, when there is something to wait for
 * @returns gives the lock back; null when `signal` was aborted first
 */
export async function waitForLock(
  file: string,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<(() => void) | null> {
  for (let waiting = false; !signal.aborted; waiting = true) {
    try {
      return acquireLock(file);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      if (!waiting) note(`${error.message} Waiting; Ctrl-C gives up.`);
    }
    await sleep(interval);
  }
  return null;
}
