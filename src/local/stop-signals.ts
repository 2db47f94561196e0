// Turns Ctrl-C and its like, the loss of the terminal among them, into an AbortSignal, so that everything ends in order.
import { constants } from "node:os";
import { outliveReaders } from "../system/standard-streams.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const streams = [process.stdout, process.stderr];

export interface StopSignals {
  readonly signal: AbortSignal;
  /** The exit code that tells which signal it was, as shells count it; null while there was none. */
  exitCode(): number | null;
  /** Stops listening. */
  close(): void;
}

/** Listens until closed. Further signals change nothing: the end is under way, and takes 5 s at most. */
export function listenForStop(): StopSignals {
  const controller = new AbortController();
  let exitCode: number | null = null;
  const stop = (signal: NodeJS.Signals) => {
    exitCode ??= 128 + constants.signals[signal];
    controller.abort();
  };
  // A terminal that is gone says so by SIGHUP, or only when something is written to it.
  const hangUp = ({ code }: NodeJS.ErrnoException) => {
    if (code === "EIO") stop("SIGHUP");
  };
  outliveReaders();
  for (const signal of signals) process.on(signal, stop);
  for (const stream of streams) stream.on("error", hangUp);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    close: () => {
      for (const signal of signals) process.off(signal, stop);
      for (const stream of streams) stream.off("error", hangUp);
    },
  };
}
