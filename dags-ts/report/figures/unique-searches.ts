// Counts the period's searches and writes their list, in one go through the days' lists.
import { formatCsvLine } from "../../searches/csv-line.ts";
import type { AgreeingDay, Finding } from "./day-objects.ts";
import { UnreadableListError } from "./day-searches.ts";
import { mergeSearches, type PeriodSearch } from "./merge-searches.ts";
import { TopSearches } from "./top-searches.ts";

const topCount = 10;
const topOfTypeCount = 5;

interface TypeFigures {
  /** `Rental`, `Sales` or nothing. */
  readonly type: string;
  searches: number;
  clicks: number;
  readonly top: readonly PeriodSearch[];
}

export interface UniqueFigures {
  /** Days whose lists were merged. */
  readonly days: readonly string[];
  /** Distinct searches of these days. */
  readonly count: number;
  readonly top: readonly PeriodSearch[];
  readonly types: readonly TypeFigures[];
}

/** Takes the text of the list as it is made. All of it or, when `text` throws, nothing may come to be seen. */
type WriteList = (text: AsyncIterable<string>) => Promise<unknown>;

/** @returns the figures, and a finding for each day whose list cannot be read; the others are then merged alone */
export async function uniqueSearches(
  days: readonly AgreeingDay[],
  write: WriteList,
): Promise<{ readonly figures: UniqueFigures; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  for (let usable = days; ; ) {
    const tally = new Tally();
    try {
      await write(listOf(usable, tally));
      return { figures: tally.figures(usable.map(({ day }) => day)), findings };
    } catch (error) {
      if (!(error instanceof UnreadableListError)) throw error;
      findings.push({ day: error.day, what: error.message });
      usable = usable.filter(({ day }) => day !== error.day);
    }
  }
}

async function* listOf(days: readonly AgreeingDay[], tally: Tally): AsyncGenerator<string> {
  yield formatCsvLine(["search_id", "type", "clicks", "user_days", "days"]);
  for await (const searches of mergeSearches(days)) {
    let text = "";
    for (const search of searches) {
      const { searchId, type, clicks, userDays, days } = search;
      text += `${searchId},${type},${clicks},${userDays},${days}\n`;
      tally.add(search);
    }
    yield text;
  }
}

class Tally {
  readonly #top = new TopSearches(topCount);
  readonly #types = ["Rental", "Sales", ""].map((type) => ({
    type,
    searches: 0,
    clicks: 0,
    best: new TopSearches(topOfTypeCount),
  }));
  #count = 0;

  add(search: PeriodSearch): void {
    this.#count += 1;
    this.#top.add(search);
    const type = this.#types[search.type === "Rental" ? 0 : search.type === "Sales" ? 1 : 2];
    if (type === undefined) return;
    type.searches += 1;
    type.clicks += search.clicks;
    type.best.add(search);
  }

  figures(days: readonly string[]): UniqueFigures {
    const types = this.#types.map(({ best, ...figures }) => ({ ...figures, top: best.list }));
    return { days, count: this.#count, top: this.#top.list, types };
  }
}
