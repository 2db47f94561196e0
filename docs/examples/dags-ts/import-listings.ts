import { connection, Dag, ds } from "windsock";
import { importListings } from "./operators/import-listings.ts";

/** Copies each day's listings from the API into MySQL. */
const dag = new Dag("import-listings", {
  schedule: "@daily",
  startDate: "2026-01-01",
  defaults: { retries: 3, retryDelay: { minutes: 5 } },
});

dag.task("import_listings", importListings)(
  { day: ds },
  { api: connection("listings_api"), db: connection("listings_db") },
);

export default dag;
