// Keeps secrets out of what a task prints that a person runs. Airflow and the local runner mask what they read.
import type { Masker } from "../model/secrets/masker.ts";

/**
 * Masks each text and each buffer that goes to the process's stdout and stderr from now on. What comes in two
 * parts, or past these streams, is shown as it is: on the terminal of who has the secrets anyway.
 */
export function maskOutput(masker: Masker): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    const masked = (chunk: unknown) => {
      if (typeof chunk === "string") return masker.text(chunk);
      return chunk instanceof Uint8Array ? masker.bytes(Buffer.from(chunk)) : chunk;
    };
    stream.write = ((chunk: unknown, ...rest: unknown[]) =>
      write(masked(chunk), ...rest)) as typeof stream.write;
  }
}
