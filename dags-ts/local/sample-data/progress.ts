// What the sample data program tells while it writes and when it is done.
import path from "node:path";
import { createLogUpdate } from "log-update";
import type { SampleDataResult, WrittenDay } from "./write-sample-data.ts";

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

const howToWriteAgain = "--force writes them again.";

/** One line that changes on a terminal; elsewhere, in a log say, a line for each day. */
export function dayReporter(output: Output): (day: WrittenDay) => void {
  if (!output.isTTY) return (day) => output.write(`${describeDay(day)}\n`);
  // To bring a hidden cursor back it would end the program on a signal before the files are cleaned up.
  const live = createLogUpdate(output, { showCursor: true });
  return (day) => {
    live(describeDay(day));
    if (day.count === day.total) live.clear();
  };
}

/** The closing sentence. */
export function describeResult({ folder, written, present }: SampleDataResult): string {
  if (written.length === 0)
    return `Nothing to do: ${days(present.length)} in ${folder} already. ${howToWriteAgain}`;
  const done = `Wrote ${days(written.length)} to ${folder}.`;
  return present.length === 0 ? done : `${done} ${days(present.length)} there already. ${howToWriteAgain}`;
}

function describeDay({ file, bytes, count, total }: WrittenDay): string {
  return `${path.basename(file)}  ${Math.ceil(bytes / 1024).toLocaleString("en")} KiB  (${count} of ${total})`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
