// The objects of each day, and whether they and the day's row belong together: what does not is never mixed.
import { type ObjectInfo, type ObjectStore, type ObjectVersion, UnreadableObjectError } from "windsock/hooks";
import { keyOf } from "../../days/days.ts";
import { counted } from "../../searches/counted.ts";
import { differenceOf, isTold, minClicksOf } from "../../searches/publication.ts";
import { type CleanTotals, totalsOf } from "./clean-totals.ts";
import type { DailyRow } from "./daily-rows.ts";

export interface ObjectKeys {
  readonly bucket: string;
  /** With `{ds_nodash}` and the like. */
  readonly cleanKey: string;
  readonly uniqueKey: string;
  readonly sourceKey: string;
}

/** What keeps a day, or a part of it, out of the report. */
export interface Finding {
  readonly day: string;
  readonly what: string;
}

/** A day whose objects tell the same as its row. */
export interface AgreeingDay {
  readonly day: string;
  readonly clean: ObjectVersion;
  readonly unique: ObjectVersion;
}

const runAgain = "Clear task user_clean_data of that day.";

/**
 * Looks at a day's objects.
 *
 * @param minClicks that made a search valid, as the report understands it
 * @returns them, or why they cannot be used
 */
export async function checkDay(
  store: ObjectStore,
  keys: ObjectKeys,
  row: DailyRow,
  minClicks: number,
): Promise<AgreeingDay | Finding> {
  const { bucket } = keys;
  const [cleanKey, uniqueKey] = [keyOf(keys.cleanKey, row.day), keyOf(keys.uniqueKey, row.day)];
  const [clean, unique] = await Promise.all([store.head(bucket, cleanKey), store.head(bucket, uniqueKey)]);
  const wrong = (what: string): Finding => ({ day: row.day, what });
  if (clean === null) return wrong(`The clean data set ${cleanKey} is not there.`);
  if (unique === null) return wrong(`The list of unique searches ${uniqueKey} is not there.`);
  const difference = differenceOf(clean.metadata, unique.metadata);
  if (difference !== null) {
    return wrong(`${uniqueKey} and ${cleanKey} were made ${difference}: one of them is stale. ${runAgain}`);
  }
  if (!isTold(clean.metadata)) {
    return wrong(
      `${cleanKey} does not say how it was made, as when it was copied without its metadata. ${runAgain}`,
    );
  }
  const clicks = minClicksOf(clean.metadata);
  if (clicks !== minClicks) {
    return wrong(
      `${cleanKey} was made with ${counted(clicks, "click")}, and this report is about ${minClicks}.`,
    );
  }
  const object = (key: string, { size, etag }: ObjectInfo) => ({ store, bucket, key, size, etag });
  try {
    const disagrees = disagreement(row, await totalsOf(object(cleanKey, clean)));
    if (disagrees !== null) {
      return wrong(`The clean data set ${cleanKey} is stale, or the table's row is: ${disagrees}.`);
    }
  } catch (error) {
    if (!(error instanceof UnreadableObjectError)) throw error;
    return wrong(`The clean data set ${cleanKey} cannot be read. ${error.message}`);
  }
  return { day: row.day, clean: object(cleanKey, clean), unique: object(uniqueKey, unique) };
}

function disagreement(row: DailyRow, { users, searches, rental, sale, none }: CleanTotals): string | null {
  const pairs = [
    ["users", row.users, users],
    ["valid searches", row.searches, searches],
    ["rental searches", row.rental, rental],
    ["sale searches", row.sale, sale],
    ["searches without a type", row.none, none],
  ] as const;
  const differing = pairs.find(([, inTable, inObject]) => inTable !== inObject);
  if (!differing) return null;
  const [what, inTable, inObject] = differing;
  return `the table has ${counted(inTable, what.replace(/s$/, ""), what)}, the object ${inObject.toLocaleString("en-US")}`;
}
