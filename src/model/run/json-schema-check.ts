// Checks values against JSON Schemas. A file of its own, because only its users know when there is a value to check:
// all others do without its evaluation. Not zod, of which it would take 240 kB into each bundle.
import { type Schema, Validator } from "@cfworker/json-schema";
import type { JsonValue } from "../json.ts";

/** What is wrong with the value, or undefined when the schema takes it. */
export function problemOf(schema: Readonly<Record<string, JsonValue>>, value: JsonValue): string | undefined {
  try {
    const { valid, errors } = new Validator(withStrictPatterns(schema), "2020-12").validate(value);
    // The last error is the innermost one: those before it say that some part does not match.
    return valid ? undefined : (errors.at(-1)?.error ?? "it does not match its schema").replace(/\.$/, "");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `its schema has a pattern that JavaScript cannot read: ${error.message}`;
  }
}

/** The validator reads patterns in Unicode mode, where a character that needs no backslash must have none. */
function withStrictPatterns(schema: Readonly<Record<string, JsonValue>>): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === "pattern" && typeof value === "string" ? value.replaceAll(/\\(.)/gsu, strictEscape) : value,
  );
}

function strictEscape(written: string, character: string): string {
  if (/[a-zA-Z0-9^$\\.*+?()[\]{}|/]/.test(character)) return written;
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
