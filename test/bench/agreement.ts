// Checks that programs agree: on the figures they print and on every byte they write.
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";

/** What every program that cleans prints; ours prints more. */
const Figures = z.object({
  users: z.int(),
  searches: z.int(),
  rental: z.int(),
  sale: z.int(),
  none: z.int(),
});

/** Two programs that did the same work came to different results: no time is worth comparing then. */
export class DisagreementError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DisagreementError";
  }
}

/** What programs wrote, by what it is. */
export type Outputs = Readonly<Record<string, Readable>>;

/** The results of programs that did the same work; the first one's count as right. */
export class Agreement {
  readonly #figures: z.ZodType;
  #first: { readonly name: string; readonly results: ReadonlyMap<string, string> } | undefined;

  /** @param figures what every program prints; others that it prints are its own */
  constructor(figures: z.ZodType = Figures) {
    this.#figures = figures;
  }

  /**
   * @param stdout the figures as JSON
   * @throws {DisagreementError} when anything differs from what the first program said or wrote
   */
  async check(name: string, stdout: string, outputs: Outputs): Promise<void> {
    const results = new Map([["figures", JSON.stringify(this.#figures.parse(JSON.parse(stdout)))]]);
    for (const [what, output] of Object.entries(outputs)) results.set(what, await describe(output));
    this.#first ??= { name, results };
    for (const [what, result] of results) {
      const expected = this.#first.results.get(what);
      if (result === expected) continue;
      throw new DisagreementError(
        `${name} and ${this.#first.name} disagree on the same input. Its ${what}: ${result}, not ${expected}.`,
      );
    }
  }
}

async function describe(output: Readable): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  output.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await pipeline(output, hash);
  return `${bytes} bytes with SHA-256 ${hash.digest("hex")}`;
}
