// A log that keeps what is written to it, for a test to look at.
import { Writable } from "node:stream";
import type { Masker } from "../model/secrets/masker.ts";
import { makeLogger } from "../runtime/log.ts";
import type { Logger } from "../sdk/logger.ts";

/** A log, and its lines without secrets. */
export function collectLines(masker: Masker): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      lines.push(...masker.text(chunk).trimEnd().split("\n"));
      done();
    },
  });
  return { log: makeLogger(stream), lines };
}
