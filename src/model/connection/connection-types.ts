// Connection types that more than one part of Windsock treats in its own way.

/** Airflow's "File (path)": `path` in the extra is a folder. */
export const folderType = "fs";

/** A PostgreSQL inside the local runner; `path` in the extra is the folder of its data. Airflow does not have it. */
export const embeddedWarehouseType = "pglite";

/** Servers that speak PostgreSQL's protocol. */
export const warehouseServerTypes: readonly string[] = ["postgres", "redshift"];
