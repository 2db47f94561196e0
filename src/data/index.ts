/// <reference types="node" preserve="true" />
/**
 * The package's third door: more data than memory.
 *
 * @module windsock/data
 */
export type { Group, GroupCursor } from "./group/group.ts";
export { GroupBy, type GroupByOptions } from "./group/group-by.ts";
export { Heap } from "./merge/heap.ts";
export { fingerprint } from "./repeats/fingerprint.ts";
export { KeyFilter } from "./repeats/key-filter.ts";
export { NumberSet } from "./repeats/number-set.ts";
export { RepeatedKeys, type RepeatedKeysOptions } from "./repeats/repeated-keys.ts";
export { WideFingerprint } from "./repeats/wide-fingerprint.ts";
export { RowSorter, type RowSorterOptions } from "./sort/row-sorter.ts";
export type { KeyedRow, StoredRow } from "./sort/stored-row.ts";
export { SpillError, SpillFile } from "./spill/spill-file.ts";
