// Loads the warehouse with its driver: whoever only describes a DAG, or has another warehouse, loads no driver.

type PostgresWarehouseModule = typeof import("./postgres-warehouse.ts");

/**
 * As it is loaded, `pg` asks `navigator` whether this is Cloudflare's runtime. Before Node.js 21 there is none, and it makes a
 * `Response` to find out, for which Node.js loads all of fetch: a fifth of the time that a task with one query takes. So it
 * is given the `navigator` that later versions have.
 */
export async function loadPostgresWarehouse(): Promise<PostgresWarehouseModule> {
  if ("navigator" in globalThis) return await import("./postgres-warehouse.ts");
  const value = { userAgent: `Node.js/${process.versions.node.split(".")[0]}` };
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  try {
    return await import("./postgres-warehouse.ts");
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
}
