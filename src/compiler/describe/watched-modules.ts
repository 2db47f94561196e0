// Watches what Node's own modules are asked for while modules are evaluated: files, other programs, the network.
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import workers from "node:worker_threads";

/** What reads a file, or asks whether there is one. */
const readers = ["access", "exists", "lstat", "open", "readFile", "readlink", "realpath", "stat"];
/** What lists a folder. */
const listers = ["opendir", "readdir"];

/** @param note told each file, absolute; a folder that is listed, with a `/` at its end */
export function watchFiles(note: (file: string) => void): void {
  const noteFile = (given: unknown) => {
    const file = pathOf(given);
    // What the compiler itself has there is another thing each time.
    if (file !== null && !file.includes(`${path.sep}.cache${path.sep}windsock${path.sep}`)) note(file);
    return file;
  };
  const noteList = (given: unknown) => {
    const file = noteFile(given);
    if (file !== null) note(`${file}/`);
  };
  for (const [names, tell] of [
    [[...readers, "createReadStream"], noteFile],
    [listers, noteList],
  ] as const) {
    for (const name of names) {
      for (const one of [name, `${name}Sync`]) watchCalls(fs, one, tell);
      watchCalls(fs.promises, name, tell);
    }
  }
  syncBuiltinESMExports();
}

/** @param note told when another program, a thread or the network is asked, of which nobody knows what it will say */
export function watchOthers(note: () => void): void {
  for (const name of ["spawnSync", "execSync", "execFileSync"]) {
    watchCalls(childProcess, name, note);
  }
  watchCalls(childProcess.ChildProcess.prototype, "spawn", note);
  watchCalls(net.Socket.prototype, "connect", note);
  const { Worker } = workers;
  workers.Worker = new Proxy(Worker, {
    construct: (target, given, maker) => {
      note();
      return Reflect.construct(target, given, maker);
    },
  });
  syncBuiltinESMExports();
}

/** Puts a twin in the function's place that tells what it is called with first. */
function watchCalls(owner: object, name: string, note: (given: unknown) => void): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return;
  const twin = new Proxy(original, {
    apply: (target, self, given) => {
      note(given[0]);
      return Reflect.apply(target, self, given);
    },
  });
  Reflect.set(owner, name, twin);
}

function pathOf(given: unknown): string | null {
  if (typeof given === "string") return path.resolve(given);
  if (given instanceof URL && given.protocol === "file:") return fileURLToPath(given);
  return given instanceof Uint8Array ? path.resolve(Buffer.from(given).toString()) : null;
}
