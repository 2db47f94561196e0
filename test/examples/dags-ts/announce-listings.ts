import { Dag, type TaskArgs, triggering_asset_events } from "windsock";
import { listings } from "./assets/listings.ts";

const dag = new Dag("announce-listings", { schedule: listings });

interface Updates {
  updates: { extra: { rows: number } }[];
}

dag.task("announce", ({ input, log }: TaskArgs<Updates>) => {
  for (const { extra } of input.updates) log.info(`${extra.rows} new listings`);
})({ updates: triggering_asset_events(listings) });

export default dag;
