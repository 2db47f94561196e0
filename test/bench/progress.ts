// Tells how far the bench is: one line that changes on a terminal, a line a run elsewhere.
import { createLogUpdate } from "log-update";
import pc from "picocolors";
import type { Measurement } from "./measure.ts";
import { formatBytes, formatSeconds } from "./units.ts";

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

export class Progress {
  readonly #live: ReturnType<typeof createLogUpdate> | undefined;
  readonly #output: Output;
  #label = "";

  constructor(output: Output) {
    this.#output = output;
    if (output.isTTY) this.#live = createLogUpdate(output, { showCursor: true });
  }

  /** Something that takes a while and is not measured. */
  note(text: string): void {
    this.#live?.clear();
    this.#output.write(`${pc.dim(text)}\n`);
  }

  start(title: string, turn: string, name: string): void {
    this.#label = `${title}  ${turn}  ${name}`;
    this.#live?.(`${this.#label} ...`);
  }

  end({ seconds, peakBytes }: Measurement): void {
    this.#live?.clear();
    // Not everything that is measured has a memory of its own.
    const memory = Number.isFinite(peakBytes) ? `  ${formatBytes(peakBytes)}` : "";
    this.#output.write(`${this.#label}  ${formatSeconds(seconds)}${memory}\n`);
  }
}
