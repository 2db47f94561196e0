// Processes that want one lock again and again, each of which notices when it is not alone.
import { setMaxListeners } from "node:events";
import path from "node:path";
import { execa } from "execa";

const lock = path.resolve("dist/local/memory/lock.js");

/** Tells on stdout of each acquisition; every thirtieth or so ends the process while it has the lock. */
const script = `
const { acquireLock } = await import(process.argv[1]);
const { mkdirSync, rmdirSync, writeSync } = await import("node:fs");
const { setTimeout: sleep } = await import("node:timers/promises");
const [, , file, inside] = process.argv;
for (;;) {
  let release;
  try {
    release = acquireLock(file);
  } catch (error) {
    if (error.name !== "LockedError") throw error;
    await sleep(Math.random() * 3);
    continue;
  }
  mkdirSync(inside); // fails when somebody else is inside
  rmdirSync(inside);
  writeSync(1, "+");
  if (Math.random() < 0.03) process.kill(process.pid, "SIGKILL");
  release();
}`;

/**
 * Lets so many processes contend until the lock was taken often enough; who dies is replaced.
 *
 * @returns how often it was taken, and by how many processes that died of it
 * @throws Error when two of them had it at once, or it could not be taken any more
 */
export async function contend(file: string, contenders: number, acquisitions: number) {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  const count = { taken: 0, killed: 0 };
  const one = async () => {
    while (!abort.signal.aborted) {
      const child = execa(
        process.execPath,
        ["--input-type=module", "-e", script, lock, file, `${file}.inside`],
        {
          reject: false,
          cancelSignal: abort.signal,
          forceKillAfterDelay: 100,
        },
      );
      child.stdout.on("data", (chunk: Buffer) => {
        count.taken += chunk.length;
        if (count.taken >= acquisitions) abort.abort();
      });
      const { signal, stderr } = await child;
      if (abort.signal.aborted) return;
      if (signal !== "SIGKILL") throw new Error(stderr);
      count.killed += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: contenders }, one));
  } finally {
    abort.abort();
  }
  return count;
}
