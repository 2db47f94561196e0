// The only place that writes values as Python source; nothing else escapes anything.
import type { JsonValue } from "../../model/json.ts";

/** Text as a Python string, in double quotes unless that needs more escapes (PEP 8, as `ruff format` prefers). */
export function pythonString(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  return `${quote}${escapeText(text, quote)}${quote}`;
}

/** A JSON value as a Python expression on one line. */
export function pythonLiteral(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return pythonString(value);
  if (isList(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, entry]) => `${pythonString(key)}: ${pythonLiteral(entry)}`,
  );
  return `{${entries.join(", ")}}`;
}

/**
 * A finite number. Whole numbers are written as Python ints, so that 3 does not become 3.0.
 *
 * @throws RangeError for NaN and the infinities, which JSON does not have either
 */
export function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number.`);
  if (Object.is(value, -0)) return "-0.0";
  // As JSON has them: from 1e21 on with an exponent, which Python reads as a float.
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(value).replace("e+", "e");
}

const keywords = new Set(
  (
    "False None True and as assert async await break case class continue def del elif else except finally for from " +
    "global if import in is lambda match nonlocal not or pass raise return try type while with yield"
  ).split(" "),
);

export function isPythonKeyword(text: string): boolean {
  return keywords.has(text);
}

/** A Python name close to `text`, not among `taken`. */
export function pythonIdentifier(text: string, taken: ReadonlySet<string>): string {
  const name = text.replaceAll(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_") || "_";
  for (let suffix = 1; ; suffix++) {
    const candidate = suffix === 1 ? name : `${name}_${suffix}`;
    if (!keywords.has(candidate) && !taken.has(candidate)) return candidate;
  }
}

const named: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeText(text: string, quote: string): string {
  return [...text].map((character) => escapeCharacter(character, quote)).join("");
}

function escapeCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  // Line separators and lone surrogates would not survive a file in UTF-8, or would end the line in an editor.
  const odd = (code >= 0x80 && code <= 0xa0) || code === 0x2028 || code === 0x2029 || code === 0xfeff;
  if (odd || (code >= 0xd800 && code <= 0xdfff)) return `\\u${code.toString(16).padStart(4, "0")}`;
  return character;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
