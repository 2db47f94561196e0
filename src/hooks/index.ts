// The package's second door: all that is imported from "windsock/hooks".
export { ObjectChangedError, ObjectNotFoundError } from "./object-errors.ts";
export {
  type ListedObject,
  type ObjectBody,
  type ObjectContent,
  type ObjectInfo,
  type ObjectStore,
  objectStore,
  type ReadOptions,
  type WriteOptions,
  type WrittenObject,
} from "./object-store.ts";
export type { InsertOptions, SqlParameter, SqlRow, SqlValue, Statements } from "./sql.ts";
export { quoteIdentifier, quoteTable, type TableName } from "./sql-identifier.ts";
export { type Warehouse, warehouse } from "./warehouse.ts";
