// Tells about a failed task what is needed to begin looking for the cause.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { Colors } from "./progress.ts";
import { titleOf } from "./task-name.ts";

const shownLines = 20;
const readBytes = 32 * 1024;

/** Which task, on which date, after how many tries, why; the end of its log and where the rest is. */
export function failureReport(instance: TaskInstance, folder: string, colors: Colors): string {
  const { run, tries, reason, logFile } = instance;
  const lines = [
    `${colors.red("FAILED")}  ${run.label} ${colors.bold(titleOf(instance))} ${afterTries(tries)}: ${reason ?? "no reason given"}`,
  ];
  if (logFile !== undefined) {
    lines.push(...tail(logFile).map((line) => colors.dim(`  | ${line}`)));
    lines.push(`  log: ${path.relative(folder, logFile)}`);
  }
  return lines.join("\n");
}

/** When something failed, counted in tries. */
export function afterTries(tries: number): string {
  if (tries === 0) return "without a try";
  return tries === 1 ? "after 1 try" : `after ${tries} tries`;
}

/** The last lines of a log that may be of any size. */
function tail(file: string): string[] {
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, readBytes));
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    const lines = stripVTControlCharacters(bytes.toString("utf8")).trimEnd().split(/\r?\n/);
    // The first line is cut somewhere when the log is longer.
    return (size > readBytes ? lines.slice(1) : lines)
      .slice(-shownLines)
      .filter((line, index) => line !== "" || index > 0);
  } finally {
    closeSync(handle);
  }
}
