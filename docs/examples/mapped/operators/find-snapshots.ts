import { AirflowSkipException, defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";
import * as z from "zod";

/** A day's snapshot of users' searches. */
const Snapshot = z.object({
  key: z.string(),
  day: z.iso.date(),
  /** The same day as it is written in keys: 20210702. */
  nodash: z.string(),
});

/**
 * Finds the days' snapshots of users' searches, `<prefix>20210702.zip` and the like, in the order of their days. Where
 * there are none, the task is skipped, and all that follows.
 */
export const findSnapshots = defineOperator({
  name: "FindSnapshotsOperator",
  input: z.object({ bucket: z.string().min(1), prefix: z.string() }),
  output: z.object({ snapshots: z.array(Snapshot) }),
  connections: { store: objectStore },
  async run({ input: { bucket, prefix }, connections: { store }, log }) {
    const snapshots: z.output<typeof Snapshot>[] = [];
    for await (const { key } of store.list(bucket, prefix)) {
      const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)\./.exec(key.slice(prefix.length)) ?? [];
      if (year === undefined) log.warning(`Object "${key}" is no snapshot: there is no day in its key.`);
      else snapshots.push({ key, day: `${year}-${month}-${date}`, nodash: `${year}${month}${date}` });
    }
    if (snapshots.length === 0) throw new AirflowSkipException(`There is nothing below ${bucket}/${prefix}`);
    log.info(`Found ${snapshots.length} snapshots`);
    return { snapshots };
  },
});
