// Takes secrets out of a finished log.
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Masker } from "../../model/connection/mask-secrets.ts";
import { FileReplacement } from "../../system/replace-file.ts";

/** Rewrites the file without the secrets if any line holds one. */
export async function maskFile(file: string, masker: Masker): Promise<void> {
  if (!(await holdsAny(file, masker))) return;
  const masked = new FileReplacement(file);
  try {
    await pipeline(Readable.from(maskedLines(file, masker)), createWriteStream(masked.unfinished));
    masked.commit();
  } finally {
    masked.discard();
  }
}

async function holdsAny(file: string, masker: Masker): Promise<boolean> {
  for await (const line of lines(file)) if (masker(line) !== line) return true;
  return false;
}

async function* maskedLines(file: string, masker: Masker): AsyncGenerator<string> {
  for await (const line of lines(file)) yield `${masker(line)}\n`;
}

function lines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
