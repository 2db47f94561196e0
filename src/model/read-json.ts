// Reads JSON texts that other programs wrote, some of which write numbers that JavaScript does not have.
import type { JsonValue } from "./json.ts";

export interface JsonReading {
  readonly value: JsonValue;
  /** Which number in it is not the one that was written; undefined when all are. */
  readonly problem?: string;
}

/** Python writes them, although JSON has no such words. */
const words = "NaN|-?Infinity";

const tokens = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|${words}|-?\\d[\\d.eE+-]*`, "g");

/** Only texts that may have such a number are looked at token by token. */
const suspicious = new RegExp(`\\d{16}|[eE]\\+?\\d{3}|${words}`);

/**
 * The value of a JSON text. Integers beyond 2^53, numbers beyond 10^308 and Python's NaN and Infinity are a problem:
 * `JSON.parse` would round them without a word, or quote a part of the text, which may be secret.
 *
 * @param name how the value is called in the problem, which quotes nothing
 * @throws SyntaxError when it is not JSON
 */
export function readJson(text: string, name: string): JsonReading {
  if (!suspicious.test(text)) return { value: JSON.parse(text) as JsonValue };
  // In a text's place no number can stand, so this one is no other value of the text.
  const mark = `\0${Math.random()}`;
  const marked = text.replaceAll(tokens, (token) => (isChanged(token) ? JSON.stringify(mark) : token));
  const value = JSON.parse(marked) as JsonValue;
  const path = marked === text ? null : pathTo(mark, value, name);
  if (path === null) return { value };
  return {
    value,
    problem: `${path} is a number that JavaScript does not have (NaN, Infinity or an integer beyond 2^53); give it as text`,
  };
}

function isChanged(token: string): boolean {
  if (token.startsWith('"')) return false;
  const value = Number(token);
  return !Number.isFinite(value) || (/^-?\d+$/.test(token) && !Number.isSafeInteger(value));
}

function pathTo(mark: string, value: JsonValue, path: string): string | null {
  if (value === mark) return path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, entry] of Object.entries(value)) {
    const found = pathTo(mark, entry, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
