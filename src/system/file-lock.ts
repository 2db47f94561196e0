// A lock on a file that the kernel keeps: whatever ends its process (also with its container, or without a word)
// gives it back, and every process of the machine is asked about it, whatever process ids it can see.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";

const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Open flags that lock a file as it is opened, and how the system then says that somebody else has it: flock(2) on
 * macOS; on Windows the file is shared with nobody. Node has no names for them.
 */
const lockingFlags: Partial<Record<NodeJS.Platform, { flag: number; held: string }>> = {
  darwin: { flag: 0x20, held: "EAGAIN" },
  win32: { flag: 0x1000_0000, held: "EBUSY" },
};

/**
 * Takes the lock unless somebody has it. The file is made, and is there while the lock is held; what lies there
 * without one holds nobody up.
 *
 * @param content what the file says meanwhile
 * @returns gives the lock back; null when somebody has it
 * @throws Error when something else lies there, or when its file system or this machine cannot lock it
 */
export function lockFile(file: string, content: string): (() => void) | null {
  for (;;) {
    const descriptor = open(file);
    if (descriptor === null) return null;
    try {
      if (!isLocked(descriptor)) return closed(descriptor);
      if (isAt(file, descriptor)) return hold(file, descriptor, content);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    // Who had it removed it in the meantime: there may be another one, which others lock.
    closeSync(descriptor);
  }
}

function hold(file: string, descriptor: number, content: string): () => void {
  ftruncateSync(descriptor);
  writeSync(descriptor, content, 0);
  return () => {
    // Before the lock is given back: afterwards it might be somebody else's. Windows removes no file that is open.
    if (process.platform !== "win32" && isAt(file, descriptor)) rmSync(file);
    closeSync(descriptor);
  };
}

function closed(descriptor: number): null {
  closeSync(descriptor);
  return null;
}

/** Null when opening locks, and somebody has the lock. */
function open(file: string): number | null {
  const locking = lockingFlags[process.platform];
  try {
    // Neither through a link to who knows where, nor waiting for a pipe's other end.
    const descriptor = openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | (locking?.flag ?? 0));
    const kind = kindOf(fstatSync(descriptor));
    if (kind === "file") return descriptor;
    closeSync(descriptor);
    throw new Error(`it is a ${kind}`);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (locking && code === locking.held) return null;
    const odd: Record<string, string> = {
      EISDIR: "it is a folder",
      ELOOP: "it is a symbolic link",
      ENXIO: "it is a socket or a device",
    };
    throw new Error(odd[code ?? ""] ?? message, { cause });
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFile()) return "file";
  return stats.isFIFO() ? "pipe" : "device";
}

/** Whether the open file still has this name. */
function isAt(file: string, descriptor: number): boolean {
  const [named, opened] = [statSync(file, { throwIfNoEntry: false }), fstatSync(descriptor)];
  return named?.ino === opened.ino && named.dev === opened.dev;
}

/**
 * Locks the open file, if opening it has not. Node cannot ask Linux for that, but a program can that gets the open
 * file from this process: the lock is the open file's, and stays when the program has ended.
 */
function isLocked(descriptor: number): boolean {
  if (lockingFlags[process.platform]) return true;
  for (;;) {
    const { status, signal, error, stderr } = spawnSync("flock", ["-n", "3"], {
      stdio: ["ignore", "ignore", "pipe", descriptor],
      encoding: "utf8",
      // It is part of every system, and a short PATH no reason to do without.
      env: { PATH: `${process.env.PATH ?? ""}:/usr/bin:/bin` },
    });
    if (error) throw new Error(`the program flock cannot be started (${error.message}). Install util-linux`);
    if (status === 0) return true;
    // Silence is how it says that somebody else has the lock.
    if (status === 1 && stderr === "") return false;
    // Ctrl-C, for example, reaches all of a terminal's programs; this process decides for itself what to do then.
    if (signal === null) throw new Error(`its file system does not lock it (${stderr.trim()})`);
  }
}
