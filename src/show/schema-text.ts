// Says a JSON Schema in a line, much as TypeScript would write the type.
import type { JsonValue } from "../model/json.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { nameText } from "./expression-text.ts";

/** `{ rows: integer, day: string (date), parts?: string[] }`; what a type cannot say is left out. */
export function schemaText(schema: JsonSchema): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value)));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return union(alternatives.map(part));
  if (Array.isArray(schema.allOf))
    return schema.allOf.map((each) => bracketed(part(each), " | ")).join(" & ");
  if (typeof schema.$ref === "string") return nameOf(schema.$ref);
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => part({ ...schema, type })));
  if (schema.type === "object") return objectText(schema);
  if (schema.type === "array") return arrayText(schema);
  if (typeof schema.type !== "string") return "any";
  return typeof schema.format === "string" ? `${schema.type} (${schema.format})` : schema.type;
}

/** A schema within another: `true` and `false` are schemas, too. */
function part(schema: JsonValue | undefined): string {
  if (schema === false) return "never";
  const isObject = typeof schema === "object" && schema !== null && !Array.isArray(schema);
  return isObject ? schemaText(schema as JsonSchema) : "any";
}

/** What the author calls it; zod makes up names that begin with two underscores. */
function nameOf(reference: string): string {
  return /^#\/\$defs\/((?!__).+)$/.exec(reference)?.[1] ?? "any";
}

function union(parts: readonly string[]): string {
  return [...new Set(parts)].join(" | ");
}

function objectText({ properties, required, additionalProperties, propertyNames }: JsonSchema): string {
  const needed = new Set(Array.isArray(required) ? required : []);
  const entries = Object.entries((properties ?? {}) as Readonly<Record<string, JsonValue>>).map(
    ([name, schema]) => `${nameText(name)}${needed.has(name) ? "" : "?"}: ${part(schema)}`,
  );
  const isOpen =
    typeof additionalProperties === "object" || (propertyNames !== undefined && entries.length === 0);
  if (isOpen) entries.push(`[name]: ${part(additionalProperties)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function arrayText({ items, prefixItems }: JsonSchema): string {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map(part).join(", ")}]`;
  return `${bracketed(part(items), " ")}[]`;
}

/** In brackets, where it would be read with what follows: it has the divider, outside of objects. */
function bracketed(type: string, divider: string): string {
  let outer = type;
  while (/\{[^{}]+\}/.test(outer)) outer = outer.replaceAll(/\{[^{}]+\}/g, "");
  return outer.includes(divider) ? `(${type})` : type;
}
