// The package's second door: all that is imported from "windsock/hooks".
export { ObjectChangedError, ObjectNotFoundError } from "./object-store/object-errors.ts";
export type {
  ListedObject,
  ObjectBody,
  ObjectContent,
  ObjectInfo,
  ObjectStore,
  ReadOptions,
  WriteOptions,
  WrittenObject,
} from "./object-store/object-store.ts";
export { objectStore } from "./object-store-hook.ts";
export type { InsertOptions, SqlParameter, SqlRow, SqlValue, Statements } from "./warehouse/sql.ts";
export { quoteIdentifier, quoteTable, type TableName } from "./warehouse/sql-identifier.ts";
export type { Warehouse } from "./warehouse/warehouse.ts";
export { warehouse } from "./warehouse-hook.ts";
