// Keeps the secrets of a task's connections out of everything its process prints.
import type { Masker } from "../model/connection/mask-secrets.ts";

/** Masks all that is written to the process's stdout and stderr from now on, by whatever means. */
export function maskOutput(masker: Masker): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    stream.write = ((chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === "string" ? masker(chunk) : chunk, ...rest)) as typeof stream.write;
  }
}
