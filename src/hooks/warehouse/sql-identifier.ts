// Names of tables and columns as SQL text.

/**
 * A table: its name, or its schema and name with a dot between, such as `public.search_stats`. Where a name
 * itself has a dot, give the parts: `["public", "a.b"]`.
 */
export type TableName = string | readonly string[];

/** A name in double quotes: PostgreSQL then takes it exactly as it is, upper case included. */
export function quoteIdentifier(name: string): string {
  if (name === "" || name.includes("\0")) throw new TypeError(`"${name}" cannot be a name in SQL.`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table's name, each of its parts quoted. */
export function quoteTable(table: TableName): string {
  const parts = typeof table === "string" ? table.split(".") : table;
  return parts.map(quoteIdentifier).join(".");
}
