import { AirflowSkipException, defineOperator } from "windsock";
import * as z from "zod";
import { httpApi } from "../hooks/http-api.ts";
import { mysql } from "../hooks/mysql.ts";

const Listing = z.object({ id: z.int(), city: z.string(), price: z.number() });
const Page = z.object({ listings: z.array(Listing), next: z.int().nullable() });

/** Copies a day's listings from the API into MySQL: all of them or none, and again with the same result. */
export const importListings = defineOperator({
  name: "ImportListingsOperator",
  input: z.object({ day: z.iso.date() }),
  output: z.object({ listings: z.int() }),
  connections: { api: httpApi, db: mysql },
  async run({ input: { day }, connections: { api, db }, log }) {
    const listings: z.output<typeof Listing>[] = [];
    for (let page: number | null = 1; page !== null; ) {
      const answer: z.output<typeof Page> = await api.get("listings", Page, { day, page });
      listings.push(...answer.listings);
      page = answer.next;
    }
    if (listings.length === 0) throw new AirflowSkipException(`${day} has no listings`);
    await db.transaction(async (run) => {
      await run("DELETE FROM listings WHERE day = ?", [day]);
      for (const { id, city, price } of listings) {
        await run("INSERT INTO listings (day, id, city, price) VALUES (?, ?, ?, ?)", [day, id, city, price]);
      }
    });
    log.info(`${listings.length} listings of ${day}`);
    return { listings: listings.length };
  },
});
