import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { searchDays, withoutDashes } from "../../dags-ts/local/sample-data/search-days.ts";
import { BucketFolder } from "./bucket-folder.ts";
import { cleanRun } from "./clean-run.ts";
import { zipBytes } from "./zip-bytes.ts";

const published = path.join(import.meta.dirname, "golden/search_stats.published.csv");

test("the first ten days have the figures that the original pipeline published", async () => {
  const folder = await BucketFolder.create();
  const lines = ["day,num_users,num_searches,num_rental_searches,num_sale_searches,num_none_searches"];
  try {
    for (const day of searchDays()) {
      if (day.date > "2021-07-11") break;
      if (day.date < "2021-07-02") continue;
      await folder.put(
        `user-data/session_user_data${withoutDashes(day.date)}.zip`,
        await zipBytes({ "day.csv": [...day.csv()].join("") }),
      );
      const { value } = await cleanRun(folder, { logicalDate: day.date });
      lines.push([value.day, value.users, value.searches, value.rental, value.sale, value.none].join(","));
    }
  } finally {
    await folder.remove();
  }
  expect(`${lines.join("\n")}\n`).toBe(await readFile(published, "utf8"));
});
