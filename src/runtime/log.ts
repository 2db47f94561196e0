// A task's log: lines a person reads in Airflow's log view, level first.
import type { Logger } from "../sdk/logger.ts";

/** Writes each message as lines of `stream`; lines after the first are indented below it. */
export function makeLogger(stream: NodeJS.WritableStream): Logger {
  const write = (level: string) => (message: string) => {
    stream.write(`${level.padEnd(7)} ${message.replaceAll(/\r?\n/g, "\n        ")}\n`);
  };
  return {
    debug: write("DEBUG"),
    info: write("INFO"),
    warning: write("WARNING"),
    error: write("ERROR"),
  };
}
