// Shows a value in a message, in a line's length.

/** As JSON, where it is that; else what it is. */
export function written(value: unknown): string {
  const text = json(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

function json(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const name: unknown = value.constructor?.name;
    if (typeof name === "string" && name !== "Object") return `a ${name}`;
  }
  try {
    return JSON.stringify(value) ?? String(typeof value);
  } catch {
    return `a ${typeof value}`;
  }
}
