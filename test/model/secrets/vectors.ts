// Secrets as tools write them: forms.json was made by the tools themselves.
import { readFileSync } from "node:fs";
import path from "node:path";

interface Vector {
  readonly secret: string;
  /** Letters and digits in the midst of it, which no tool escapes; null for a PEM key, whose lines are long. */
  readonly core: string | null;
  /** By what made them. */
  readonly forms: Readonly<Record<string, string>>;
}

export const vectors = (
  JSON.parse(readFileSync(path.join(import.meta.dirname, "forms.json"), "utf8")) as Vector[]
).map((vector) => ({ ...vector, start: vector.secret.slice(0, 10) }));

/** Parts of a secret that `text` still has in it, in any of the forms. */
export function leftOver(secret: string, text: string): string[] {
  const core = vectors.find((vector) => vector.secret === secret)?.core;
  const parts = core ? [core] : secret.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return parts
    .flatMap((part) => {
      const bytes = Buffer.from(part);
      const shifted = [0, 1, 2].map((before) =>
        Buffer.concat([Buffer.alloc(before), bytes])
          .toString("base64")
          .slice(4, -4),
      );
      return [part, ...shifted, bytes.toString("hex"), bytes.toString("hex").toUpperCase(), bytes.join(",")];
    })
    .filter((trace) => text.includes(trace.length < 40 ? trace : trace.slice(8, 32)));
}
