// A stream that keeps what is written to it, for a test to look at.
import { Writable } from "node:stream";

export function collectLines(): { readonly stream: Writable; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      lines.push(...chunk.trimEnd().split("\n"));
      done();
    },
  });
  return { stream, lines };
}
