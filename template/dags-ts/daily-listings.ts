import { connection, Dag, ds, type TaskArgs, t, variable } from "windsock";
import { summarizePrices } from "./operators/summarize-prices.ts";

/** Says what the day's listings cost. This comment is the DAG's documentation in Airflow's UI. */
const dag = new Dag("daily-listings", {
  schedule: "@daily",
  startDate: "2026-01-01",
  defaults: { retries: 2, retryDelay: { minutes: 5 } },
});

const prices = dag.task("summarize_prices", summarizePrices)(
  { bucket: "listings", key: t`${ds}.csv` },
  { store: connection("listings_store") },
);

interface Summary {
  listings: number;
  average: number;
  currency: string;
}

dag.task("report", ({ input, log }: TaskArgs<Summary>) => {
  log.info(`${input.listings} listings, ${input.average} ${input.currency} on average`);
})({ listings: prices.output.listings, average: prices.output.average, currency: variable("currency") });

export default dag;
