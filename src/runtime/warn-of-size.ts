// Says of a result or a log that it is larger than Airflow is made for. It takes them all the same.
import type { JsonValue } from "../model/json.ts";
import type { Logger } from "../sdk/logger.ts";

const kib = 1024;
const mib = 1024 * kib;

/** Airflow's own measure for an XCom; where its database is MySQL, 64 KiB is the end. */
const largestResult = 48 * kib;

/** Airflow's web server reads a try's log whole. */
const longestLog = 10 * mib;

/** @param value what the task returned */
export function warnOfLargeResult(log: Logger, value: JsonValue): void {
  const size = Buffer.byteLength(JSON.stringify(value));
  if (size <= largestResult) return;
  log.warning(
    `What the task returned is ${shown(size)} as JSON. Airflow keeps it in its database, which is made for ` +
      "48 KiB at most. Write it to an object store, and return the object's key.",
  );
}

/** Of all that the process has printed so far, not what others print that it started. */
export function warnOfLongLog(log: Logger): void {
  const size = printed(process.stdout) + printed(process.stderr);
  if (size <= longestLog) return;
  log.warning(
    `The task has printed ${shown(size)}, and whoever looks at its log waits for all of it. Print less: a line for ` +
      "each thousand things instead of one for each.",
  );
}

/** A stream that is a file does not count. */
function printed(stream: { readonly bytesWritten?: number }): number {
  return stream.bytesWritten ?? 0;
}

function shown(bytes: number): string {
  return bytes < mib ? `${(bytes / kib).toFixed(1)} KiB` : `${(bytes / mib).toFixed(1)} MiB`;
}
