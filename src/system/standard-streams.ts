// Lets a program end in order although nobody reads what it says any more.
import { closeSync, openSync } from "node:fs";
import { isatty } from "node:tty";

const descriptors = [0, 1, 2] as const;

/** EPIPE: a reader has seen enough (`windsock sql ... | head`). EIO: the terminal is gone. Neither is a failure. */
const goneCodes = ["EPIPE", "EIO"];

let prepared = false;

/** What is written to a reader or a terminal that is gone is lost, and no more than that. */
export function outliveReaders(): void {
  if (prepared) return;
  prepared = true;
  const terminals = descriptors.filter((descriptor) => isatty(descriptor));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!goneCodes.includes(error.code ?? "")) throw error;
    });
  }
  process.on("exit", () => forget(terminals.filter((descriptor) => !isatty(descriptor))));
}

/** Node aborts when it cannot reset the terminal it began on, unless its descriptor is something else by then. */
function forget(lost: readonly number[]): void {
  for (const descriptor of lost) {
    closeSync(descriptor);
    // The lowest free descriptor is that one.
    openSync("/dev/null", "r+");
  }
}
