// Publishes the listings of a day, where there are any: groups, a branch that has two sides, cases that may meet, a setup
// and its teardown.
import { chain, Dag } from "windsock";

const dag = new Dag("publish-listings", { schedule: "@daily", startDate: "2026-01-01", catchup: false });

const collect = dag.taskGroup("collect", { tooltip: "What is on offer" });
const rentals = collect.task("rentals", () => ({ listings: 12 }))();
const sales = collect.task("sales", () => ({ listings: 3 }))();

const any = dag.task(
  "any_listings",
  { rentals: rentals.output.listings, sales: sales.output.listings },
  ({ input }) => input.rentals + input.sales > 0,
);

const publish = dag.taskGroup("publish", {
  tooltip: "On a search index of its own, which then replaces the old one",
});
const create = publish.task("create_index", () => ({ index: "listings-new" }))();
const size = publish.task(
  "size",
  { rentals: rentals.output.listings, sales: sales.output.listings },
  ({ input }): "whole" | "in_parts" => (input.rentals + input.sales < 1000 ? "whole" : "in_parts"),
);
const whole = publish.empty("whole");
const inParts = publish.taskGroup("in_parts");
chain(inParts.empty("split"), [inParts.empty("first_half"), inParts.empty("second_half")]);
dag.switch(size, { whole, in_parts: inParts });
const swap = publish.empty("swap", { triggerRule: "none_failed_min_one_success" }).after(whole, inParts);
const clean = publish.empty("delete_old_index");
clean.asTeardown({ setups: create }).around(size, whole, inParts, swap);

const quiet = dag.empty("report_nothing_new");
dag.if(any).then(publish).else(quiet);
dag.empty("done", { triggerRule: "none_failed_min_one_success" }).after(publish, quiet);

export default dag;
