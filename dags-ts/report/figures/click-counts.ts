// Counts a day's source as if other numbers of clicks made a search valid. The clean data set cannot tell: who has
// no search with enough clicks is not in it.
import { type ObjectVersion, openPacked } from "windsock/hooks";
import { countDay } from "../../searches/clean/count-day.ts";
import { type ReadOptions, readDay } from "../../searches/clean/read-day.ts";
import { inPasses } from "../../searches/clean/repeats/in-passes.ts";
import { type Pass, type ValidRow, type Verdict, verdicts } from "../../searches/clean/repeats/pass.ts";
import type { SearchStats } from "../../searches/search-stats.ts";

/** Users with a valid search, and valid searches. */
export type ClickCounts = Pick<SearchStats, "users" | "searches">;

type Place = Pick<ObjectVersion, "store" | "bucket" | "key">;

/**
 * By the rules of the clean step: rows that cannot be read are passed over, and exact repeats of a row count
 * once. Memory does not grow with the source, which is read once where no user comes twice.
 *
 * @param thresholds numbers of clicks, in any order
 * @returns the counts at each threshold
 * @throws {ObjectNotFoundError} when the source is not there
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 * @throws {UnreadableObjectError} when it is not a table of users
 */
export async function countAtClicks(
  { store, bucket, key }: Place,
  thresholds: readonly number[],
  options: Omit<ReadOptions, "minClicks">,
): Promise<ClickCounts[]> {
  const source = await openPacked(store, bucket, key);
  const lowest = Math.min(...thresholds);
  const passes: CountKept[] = [];
  const read = (pass: Pass) => readDay(source, { ...options, minClicks: lowest }, pass);
  const atLowest = await inPasses({
    publish(pass) {
      const counting = new CountKept(pass, thresholds);
      passes.push(counting);
      return read(counting);
    },
    read,
  });
  const [first, ...further] = passes;
  // Each row is another user's: then so is each row that fewer searches are valid in.
  if (first !== undefined && further.length === 0) return first.counts;
  const counts: ClickCounts[] = [];
  for (const minClicks of thresholds) {
    const { users, searches } =
      minClicks === lowest ? atLowest : await countDay(source, { ...options, minClicks });
    counts.push({ users, searches });
  }
  return counts;
}

/** A pass that also counts, of the rows that are kept, those that stay at each threshold. */
class CountKept implements Pass {
  readonly #counts: { readonly minClicks: number; users: number; searches: number }[];
  readonly #pass: Pass;

  constructor(pass: Pass, thresholds: readonly number[]) {
    this.#pass = pass;
    this.#counts = thresholds.map((minClicks) => ({ minClicks, users: 0, searches: 0 }));
  }

  decide(row: ValidRow): Verdict {
    const verdict = this.#pass.decide(row);
    if (verdict !== verdicts.kept) return verdict;
    const { clicks, length } = row.searches;
    for (const count of this.#counts) {
      let searches = 0;
      for (let index = 0; index < length; index += 1) {
        if ((clicks[index] as number) >= count.minClicks) searches += 1;
      }
      count.searches += searches;
      if (searches > 0) count.users += 1;
    }
    return verdict;
  }

  /** At each threshold; right when the pass is final and no user comes twice. */
  get counts(): ClickCounts[] {
    return this.#counts.map(({ users, searches }) => ({ users, searches }));
  }

  isFinal(): boolean {
    return this.#pass.isFinal();
  }

  get isVain(): boolean {
    return this.#pass.isVain;
  }

  get users(): number | null {
    return this.#pass.users;
  }

  get usersCountedTwice(): Pass["usersCountedTwice"] {
    return this.#pass.usersCountedTwice;
  }
}
