import { describe, expect, test } from "vitest";
import { MalformedRowError } from "../../../dags-ts/searches/malformed-row-error.ts";
import { parseUserData } from "../../../dags-ts/searches/parse-user-data.ts";

const raw = String.raw;
const full = [
  raw`---\\n- :search_id: 58333657\\n  :enabled: true\\n  :clicks: 3\\n  :created_at: 2018-03-23 01:08:14.53 Z\\n`,
  raw`  :listings:\\n  - 2345508\\n  - 2345553\\n  :updated_at: 2018-03-24 08:00:00 Z\\n  :recommended:\\n`,
  raw`    :criteria: price:1600-2000|area:408,405\\n    :type: Rental\\n    :last_send: 2018-03-24\\n`,
  raw`    :listings_sent: 4\\n`,
].join("");

describe("the YAML of the older export", () => {
  test("gives searches whose listings are counted and whose type is the recommended one", () => {
    expect(parseUserData(full)).toEqual([
      {
        search_id: 58333657,
        enabled: true,
        clicks: 3,
        created_at: "2018-03-23 01:08:14.53 Z",
        listings: 2,
        updated_at: "2018-03-24 08:00:00 Z",
        type: "Rental",
        recommended: {
          criteria: "price:1600-2000|area:408,405",
          type: "Rental",
          last_send: "2018-03-24",
          listings_sent: 4,
        },
      },
    ]);
  });

  test("may hold several searches, with and without recommendation", () => {
    const second = raw`- :search_id: 2\\n  :enabled: false\\n  :clicks: 0\\n  :listings: []\\n`;
    const [, search] = parseUserData(full + second);
    expect(search).toEqual({ search_id: 2, enabled: false, clicks: 0, listings: 0, type: null });
  });

  test("may hold no search at all", () => {
    expect(parseUserData(raw`--- []\\n`)).toEqual([]);
  });

  test.each([
    ["is cut off", full.slice(0, -3), "not the YAML"],
    ["has no search", raw`---\\n`, "not the YAML"],
    ["begins in the middle of a search", raw`---\\n  :clicks: 3\\n`, "not the YAML"],
    ["has a line that is no field", full.replace(":clicks:", "clicks"), "not the YAML"],
    ["has listings outside the list", full.replace(":listings:", ":others:"), "not the YAML"],
    ["has another value for listings", full.replace(":listings:", ":listings: 2"), "not the YAML"],
    ["has text for listings", raw`---\\n- :search_id: 2\\n  :listings: two\\n`, "listings is not a list"],
    ["has a field twice", full.replace(":updated_at:", ":clicks:"), "a search has a field twice"],
    ["has an unknown type", full.replace("Rental", "Lease"), "type is not"],
    ["has no search_id", full.replace("search_id", "id"), "a search has no search_id"],
  ])("is rejected when it %s", (_, text, reason) => {
    expect(() => parseUserData(text)).toThrow(MalformedRowError);
    expect(() => parseUserData(text)).toThrow(reason);
  });
});
