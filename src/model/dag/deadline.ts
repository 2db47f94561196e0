// Deadlines of a DAG's runs in the model: since when the time counts, how long it is, and what is called when it is over.
import * as z from "zod";
import { CallbackModel } from "./callback.ts";
import { seconds } from "./option.ts";

/** From when on the time counts; Airflow's DeadlineReference. */
export const DeadlineReferenceModel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("dagrun_logical_date") }),
  z.object({ kind: z.literal("dagrun_queued_at") }),
  /** Wall-clock time in the DAG's time zone. */
  z.object({ kind: z.literal("fixed_datetime"), datetime: z.string() }),
  /** When the run is made, and as long after it as the last successful runs took on average. */
  z.object({ kind: z.literal("average_runtime"), maxRuns: z.number(), minRuns: z.number() }),
]);
export type DeadlineReferenceModel = z.infer<typeof DeadlineReferenceModel>;

/** Airflow's DeadlineAlert. */
export const DeadlineModel = z.object({
  name: z.string().optional(),
  reference: DeadlineReferenceModel,
  interval: seconds,
  callback: CallbackModel,
});
export type DeadlineModel = z.infer<typeof DeadlineModel>;
