// What another number of clicks would change, day by day, counted in the source objects.
import type { Logger } from "windsock";
import { ObjectNotFoundError, type ObjectStore, UnreadableObjectError } from "windsock/hooks";
import { keyOf } from "../../days/days.ts";
import { counted, formatCount } from "../../searches/counted.ts";
import { type ClickCounts, countAtClicks } from "./click-counts.ts";
import type { DailyRow } from "./daily-rows.ts";
import type { Finding, ObjectKeys } from "./day-objects.ts";
import { daysAtOnce } from "./days-at-once.ts";
import type { ComparedDay, Figures } from "./figures.ts";

export interface Comparing {
  readonly store: ObjectStore;
  readonly keys: ObjectKeys;
  readonly clicks: Figures["clicks"];
  readonly log: Logger;
  readonly signal: AbortSignal;
}

interface Compared {
  readonly compared: readonly ComparedDay[];
  readonly findings: readonly Finding[];
}

/**
 * Counts each source at both numbers: at the one the pipeline has, the counts must be the row's, or the row was
 * made from another source, or with another number of clicks, and the day cannot be compared.
 */
export async function compareClicks(rows: readonly DailyRow[], comparing: Comparing): Promise<Compared> {
  const compared: ComparedDay[] = [];
  const findings: Finding[] = [];
  for (const found of await daysAtOnce(rows, (row) => compareDay(row, comparing))) {
    if ("what" in found) findings.push(found);
    else compared.push(found);
  }
  return { compared, findings };
}

async function compareDay(row: DailyRow, comparing: Comparing): Promise<ComparedDay | Finding> {
  const { day, users, searches } = row;
  const { store, keys, clicks, log, signal } = comparing;
  const key = keyOf(keys.sourceKey, day);
  const wrong = (what: string): Finding => ({
    day,
    what: `Not compared with ${clicks.other} clicks. ${what}`,
  });
  try {
    const place = { store, bucket: keys.bucket, key };
    const [now, other] = await countAtClicks(place, [clicks.now, clicks.other], {
      date: day,
      log,
      signal,
    });
    if (!now || !other) throw new Error(`Source ${key} was counted at no number of clicks.`);
    log.info(`${day}: ${describe(now, clicks.now)}; ${describe(other, clicks.other)}.`);
    if (now.users === users && now.searches === searches) {
      return { day, users, searches, otherUsers: other.users, otherSearches: other.searches };
    }
    return wrong(
      `The table has ${counted(searches, "valid search", "valid searches")} of ${counted(users, "user")}, the source ` +
        `${key} now gives ${formatCount(now.searches)} of ${formatCount(now.users)} at ${clicks.now} clicks.`,
    );
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return wrong(`The source ${key} is not there.`);
    if (error instanceof UnreadableObjectError)
      return wrong(`The source ${key} cannot be read. ${error.message}`);
    throw error;
  }
}

function describe({ users, searches }: ClickCounts, clicks: number): string {
  return `${counted(searches, "search", "searches")} of ${counted(users, "user")} at ${clicks} clicks`;
}
