import { describe, expect, test } from "vitest";
import { checkRejectedShare } from "../../../../dags-ts/searches/clean/rejected-share.ts";

const rejections = (read: number, rejected: number) => ({
  read,
  rejected,
  reasons: [
    ["clicks is not a whole number", rejected - 3],
    ["user_id is empty", 1],
    ["the line is not UTF-8 text", 1],
    ["the line does not have 2 columns", 1],
  ] as const,
  place: 'object "rejected.csv" in bucket "b"',
});

describe("the share of rejected rows", () => {
  test("may be as large as the run allows", () => {
    expect(() => checkRejectedShare(rejections(1000, 10), 0.01)).not.toThrow();
    expect(() => checkRejectedShare(rejections(1000, 0), 0)).not.toThrow();
    expect(() => checkRejectedShare(rejections(0, 0), 0)).not.toThrow();
    expect(() => checkRejectedShare(rejections(10, 10), 1)).not.toThrow();
  });

  test("fails the run for good when it is larger, naming figures, reasons and the rejected object", () => {
    expect(() => checkRejectedShare(rejections(20_000, 1005), 0.01)).toThrow(
      expect.objectContaining({
        name: "AirflowFailException",
        message:
          "1,005 of 20,000 rows (5.03 %) could not be read; max_rejected_share allows 1 %. " +
          "Commonest reasons: clicks is not a whole number (1,002 rows); user_id is empty (1 row); " +
          'the line is not UTF-8 text (1 row). See object "rejected.csv" in bucket "b". ' +
          "Mend the source object and clear this task, or trigger a run with a higher max_rejected_share.",
      }),
    );
  });
});
