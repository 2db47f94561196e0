import { describe, expect, test } from "vitest";
import { AirflowFailException } from "windsock";
import { fillDateNames } from "../../../dags-ts/days/fill-date-names.ts";
import { dateNames } from "../../../src/model/run/run-context.ts";

const dates = dateNames("2021-07-02T00:00:00Z");

describe("date names in an object key", () => {
  test.each([
    ["user-data/session_user_data{ds_nodash}.zip", "user-data/session_user_data20210702.zip"],
    ["{ds}/{ts_nodash}/{ds}.csv", "2021-07-02/20210702T000000/2021-07-02.csv"],
    ["{ts}{ts_nodash_with_tz}", "2021-07-02T00:00:00+00:0020210702T000000+0000"],
    ["a.csv", "a.csv"],
    ["{ds", "{ds"],
  ])("are filled in: %s", (template, key) => {
    expect(fillDateNames(template, dates)).toBe(key);
  });

  test.each(["{day}", "{}", "{ds }", "{toString}"])("must be known, unlike %s", (placeholder) => {
    const fill = () => fillDateNames(`a${placeholder}.csv`, dates);
    expect(fill).toThrow(AirflowFailException);
    expect(fill).toThrow(
      `The object key "a${placeholder}.csv" holds ${placeholder}, which is no date name. ` +
        "Use one of {ds}, {ds_nodash}, {ts}, {ts_nodash}, {ts_nodash_with_tz}.",
    );
  });
});
