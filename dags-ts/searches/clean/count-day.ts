// Reads a day's source object by the rules of the clean step, for its figures alone.
import type { PackedObject } from "windsock/hooks";
import type { SearchStats } from "../search-stats.ts";
import { type ReadOptions, readDay } from "./read-day.ts";
import { inPasses } from "./repeats/in-passes.ts";
import type { Pass } from "./repeats/pass.ts";

/**
 * Publishes nothing. Memory does not grow with the source.
 *
 * @throws {UnreadableObjectError} when the source is not a table of users
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 */
export async function countDay(source: PackedObject, options: ReadOptions): Promise<SearchStats> {
  const read = (pass: Pass) => readDay(source, options, pass);
  return inPasses({ publish: read, read });
}
