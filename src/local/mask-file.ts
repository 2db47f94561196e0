// Takes secrets out of a finished log.
import { createReadStream, createWriteStream, renameSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { mask } from "./secrets.ts";

/** Rewrites the file without the secrets if any line holds one. */
export async function maskFile(file: string, secrets: readonly string[]): Promise<void> {
  if (secrets.length === 0 || !(await holdsAny(file, secrets))) return;
  const masked = `${file}.masked`;
  await pipeline(Readable.from(maskedLines(file, secrets)), createWriteStream(masked));
  renameSync(masked, file);
}

async function holdsAny(file: string, secrets: readonly string[]): Promise<boolean> {
  for await (const line of lines(file)) if (secrets.some((secret) => line.includes(secret))) return true;
  return false;
}

async function* maskedLines(file: string, secrets: readonly string[]): AsyncGenerator<string> {
  for await (const line of lines(file)) yield `${mask(line, secrets)}\n`;
}

function lines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
