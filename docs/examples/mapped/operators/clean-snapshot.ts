import { defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";
import * as z from "zod";
import { cleanDay } from "../../../../dags-ts/searches/clean/clean-day.ts";
import { SearchStats } from "../../../../dags-ts/searches/search-stats.ts";

/** The clean step of the reference pipeline, for a day that is not the run's. */
export const cleanSnapshot = defineOperator({
  name: "CleanSnapshotOperator",
  input: z.object({
    bucket: z.string().min(1),
    day: z.iso.date(),
    sourceKey: z.string().min(1),
    cleanKey: z.string().min(1),
    uniqueKey: z.string().min(1),
    rejectedKey: z.string().min(1),
    minClicks: z.int().min(1),
    maxRejectedShare: z.number().min(0).max(1),
  }),
  output: SearchStats,
  connections: { store: objectStore },
  run: ({ input, connections: { store }, context, log, signal }) =>
    cleanDay({ store, ...input }, { ...input, date: input.day, build: context.build, log, signal }),
});
