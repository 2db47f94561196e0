// The package's second door: all that is imported from "windsock/hooks".
export { ObjectChangedError, ObjectNotFoundError } from "./object-errors.ts";
export type {
  ListedObject,
  ObjectBody,
  ObjectContent,
  ObjectInfo,
  ObjectStore,
  ReadOptions,
  WriteOptions,
  WrittenObject,
} from "./object-store.ts";
export { objectStore } from "./object-store-hook.ts";
export type { InsertOptions, SqlParameter, SqlRow, SqlValue, Statements } from "./sql.ts";
export { quoteIdentifier, quoteTable, type TableName } from "./sql-identifier.ts";
export type { Warehouse } from "./warehouse.ts";
export { warehouse } from "./warehouse-hook.ts";
