// A value that is kept in a file from one process to the next, and is worth nothing unless it is whole.
import { readFileSync } from "node:fs";
import { replaceFile } from "../../system/replace-file.ts";
import { hashOf } from "./file-versions.ts";

/** Undefined where there is none, or anything else than what was written there. */
export function readKept(file: string): unknown {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const value = text.slice(end + 1);
    return text.slice(0, end) === hashOf(value) ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be written, nothing is kept. */
export function writeKept(file: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    replaceFile(file, `${hashOf(text)}\n${text}`);
  } catch {
    // The folder may be somebody else's, or the disk full: it only costs time.
  }
}
