// A day's figures in a sentence, for the task's log.
import { counted, formatCount } from "./counted.ts";
import type { SearchStats } from "./search-stats.ts";

/** Such as `2021-07-02: 9,999 rows read, 4,123 kept, ...; 5,579 valid searches of 4,123 users (...)`. */
export function describeStats({ day, users, searches, rental, sale, none, rows }: SearchStats): string {
  return (
    `${day}: ${counted(rows.read, "row")} read, ${formatCount(rows.kept)} kept, ` +
    `${formatCount(rows.withoutValidSearch)} without a valid search, ` +
    `${formatCount(rows.duplicates)} repeated, ${formatCount(rows.rejected)} rejected; ` +
    `${counted(searches, "valid search", "valid searches")} of ${counted(users, "user")} ` +
    `(${formatCount(rental)} rental, ${formatCount(sale)} sale, ${formatCount(none)} without a type).`
  );
}
