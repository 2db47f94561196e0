/// <reference types="node" preserve="true" />
/**
 * The package's second door: the built-in hooks, and what their clients are.
 *
 * @module windsock/hooks
 */
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
export { copyLines, type LineBlock, lineBlocks, readableBytes } from "./object-store/packed/line-blocks.ts";
export { type ObjectVersion, streamVersion } from "./object-store/packed/object-version.ts";
export { openPacked, type PackedObject } from "./object-store/packed/open-packed.ts";
export type { UnpackLimits } from "./object-store/packed/unpack-limits.ts";
export { UnreadableObjectError } from "./object-store/packed/unreadable-object-error.ts";
export { objectStore } from "./object-store-hook.ts";
export type { InsertOptions, SqlParameter, SqlRow, SqlValue, Statements } from "./warehouse/sql.ts";
export { quoteIdentifier, quoteTable, type TableName } from "./warehouse/sql-identifier.ts";
export type { Warehouse } from "./warehouse/warehouse.ts";
export { warehouse } from "./warehouse-hook.ts";
