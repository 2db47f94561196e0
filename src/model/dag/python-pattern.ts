// Says a regular expression in the words of Python's `re`, with which Airflow checks the params of a run. What is
// written is read alike by JavaScript, so that the trigger form's own check says the same.
import type { JsonValue } from "../json.ts";
import type { JsonSchema } from "../json-schema.ts";

/** What a regular expression has that Python does not have or reads in another way. */
export class PatternError extends Error {}

const digit = "0-9";
const word = "A-Za-z0-9_";
const space = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const classes: Readonly<Record<string, string>> = { d: digit, w: word, s: space };

/** Python's letters and digits are Unicode's, and its end is one before a line feed as well. */
const assertions: Readonly<Record<string, string>> = {
  b: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  B: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
};
const end = "$(?!\\n)";
const anyInLine = "[^\\n\\r\\u2028\\u2029]";
const anything = "[\\s\\S]";

const token =
  /\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])|\(\?(?:<?[=!]|:|<[^>]*>|[^)]?)|\{\d+(?:,\d*)?\}|[\s\S]/gu;

/**
 * The pattern for Python, with the same meaning.
 *
 * @param source of a JavaScript regular expression; a leading `(?i:` stands for its flags
 * @throws {PatternError}
 */
export function pythonPattern(source: string): string {
  const tokens = source.match(token) ?? [];
  let text = "";
  /** Of each open group, whether it looks behind. */
  const groups: boolean[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = tokens[at] ?? "";
    const behind = groups.includes(true);
    if (behind && /^(?:[*+?|]|\{\d.*)$/.test(found)) {
      throw new PatternError("looks behind at text of no fixed length");
    }
    if (found === "[") {
      const close = endOfClass(tokens, at);
      text += readClass(tokens.slice(at + 1, close));
      at = close;
    } else if (found.startsWith("(")) {
      groups.push(found.startsWith("(?<=") || found.startsWith("(?<!"));
      text += readGroup(found);
    } else {
      if (found === ")") groups.pop();
      text += readToken(found);
    }
  }
  return text;
}

function readGroup(found: string): string {
  if (found === "(" || /^\(\?(?:<?[=!]|:)$/.test(found)) return found;
  // Nothing refers to a name.
  if (/^\(\?<[^>]*>$/.test(found)) return "(";
  throw new PatternError(`has the flag ${JSON.stringify(found.slice(2))}`);
}

function readToken(found: string): string {
  if (found === ".") return anyInLine;
  if (found === "$") return end;
  if (found === "{") return "\\{";
  if (!found.startsWith("\\")) return found;
  const letter = found.slice(1);
  const lower = classes[letter.toLowerCase()];
  if (lower !== undefined) return letter === letter.toLowerCase() ? `[${lower}]` : `[^${lower}]`;
  return assertions[letter] ?? escaped(found);
}

/** A single character that is written with a backslash. */
function escaped(found: string): string {
  const code = /^\\[ux]\{?([0-9a-fA-F]+)\}?$/.exec(found)?.[1];
  if (code !== undefined) return character(Number.parseInt(code, 16));
  if (/^\\c[a-zA-Z]$/.test(found)) return character(found.charCodeAt(2) % 32);
  const letter = found.slice(1);
  if (/^[pP]\{/.test(letter)) throw new PatternError(`has ${found}`);
  if (/^[1-9k]/.test(letter)) throw new PatternError(`refers back to a group (${found})`);
  if (letter === "0") return "\\x00";
  if (/^[nrtvf]$/.test(letter)) return found;
  return /^[\w\u0080-\u{10ffff}]$/u.test(letter) ? letter : found;
}

function character(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) throw new PatternError("has half of a character (a lone surrogate)");
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : String.fromCodePoint(code);
}

function endOfClass(tokens: readonly string[], start: number): number {
  const close = tokens.indexOf("]", start + 1);
  if (close < 0) throw new PatternError("has a [ without a ]");
  return close;
}

function readClass(tokens: readonly string[]): string {
  const [first, ...rest] = tokens;
  const negated = first === "^";
  const parts = (negated ? rest : tokens).flatMap((part) =>
    part.length > 1 && !part.startsWith("\\") ? [...part] : [part],
  );
  if (parts.length === 0) return negated ? anything : "(?!)";
  if (/^\\(?:s\\S|S\\s|d\\D|D\\d|w\\W|W\\w)$/.test(parts.join("")) && !negated) return anything;
  const inner = parts.map((part, at) => {
    if (part !== "-") return readInClass(part);
    const isRange = at > 0 && at < parts.length - 1 && !isSet(parts[at - 1]) && !isSet(parts[at + 1]);
    return isRange ? "-" : "\\-";
  });
  return `[${negated ? "^" : ""}${inner.join("")}]`;
}

const isSet = (part = "") => /^\\[dwsDWSpP]/.test(part);

function readInClass(part: string): string {
  // What Python takes, or may once take, for an operator between sets.
  if (/^[[&|~^]$/.test(part)) return `\\${part}`;
  if (!part.startsWith("\\")) return part;
  const letter = part.slice(1);
  if (/^[DWS]$/.test(letter)) throw new PatternError(`has ${part} among other characters in brackets`);
  return classes[letter] ?? (letter === "b" ? "\\x08" : escaped(part));
}

/** Whose values are data, whatever they look like. */
const data = new Set(["default", "const", "enum", "examples"]);

/**
 * The schema with each of its regular expressions in Python's words.
 *
 * @throws {PatternError}
 */
export function withPythonPatterns(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "pattern" && typeof value === "string") return [key, pythonPattern(value)];
      return [key, data.has(key) ? value : inner(value)];
    }),
  );
}

function inner(value: JsonValue): JsonSchema[string] {
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== "object" || value === null) return value as JsonSchema[string];
  return withPythonPatterns(value as JsonSchema);
}
