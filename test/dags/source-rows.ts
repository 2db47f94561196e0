// Source objects' rows, for tests.
import { formatCsvLine } from "../../dags-ts/searches/csv-line.ts";
import { search, searchRecords } from "./search-text.ts";

export const header = "user_id,user_data\n";
/** A row of a user with these searches, each told by how it differs from the usual one. */
export const rowOf = (id: number, ...searches: Parameters<typeof search>[0][]) =>
  formatCsvLine([id, searchRecords(searches.map(search))]);

/** Users 0, 1, 2, ... with a search each. */
export const manyRows = (count: number) =>
  Array.from({ length: count }, (_, id) => rowOf(id, { search_id: id })).join("");
