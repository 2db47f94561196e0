// After the publication: are the objects beside the clean data set of this run, or has another one been at work?
import type { ObjectStore } from "windsock/hooks";
import { differenceOf } from "../publication.ts";

interface OtherObjects {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly uniqueKey: string;
  readonly rejectedKey: string;
}

/**
 * Of runs of a day at the same time, each publishes its clean data set last. Whose clean data set stays finds here
 * what the others have left beside it, and fails, so that its next try makes all objects of one run.
 *
 * @param mine the metadata of this run's objects
 * @throws Error when another run, whose objects differ, has replaced or removed one
 */
export async function checkOthers(
  { store, bucket, uniqueKey, rejectedKey }: OtherObjects,
  mine: Readonly<Record<string, string>>,
  expected: { readonly rejected: boolean },
): Promise<void> {
  for (const key of [uniqueKey, rejectedKey]) {
    const there = await store.head(bucket, key);
    const isExpected = key === uniqueKey || expected.rejected;
    if (there === null) {
      if (isExpected) throw disturbed(bucket, key, "was removed by another run at the same time");
      continue;
    }
    const difference = differenceOf(mine, there.metadata);
    if (difference === null && isExpected) continue;
    const how = difference === null ? "" : `, ${difference}`;
    throw disturbed(bucket, key, `was written by another run at the same time${how}`);
  }
}

function disturbed(bucket: string, key: string, what: string): Error {
  return new Error(
    `Object "${key}" in bucket "${bucket}" ${what}. Try again, so that all of the day's objects are of one run.`,
  );
}
