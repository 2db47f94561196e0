import { describe, expect, test } from "vitest";
import type { LineBlock } from "../../../dags-ts/objects/read-lines.ts";
import { skipHeader } from "../../../dags-ts/searches/skip-header.ts";
import { collect } from "../collect.ts";

async function* blocksOf(...blocks: LineBlock[]) {
  yield* blocks;
}

const skip = (...lines: string[]) => collect(skipHeader(blocksOf({ first: 1, lines })));

describe("the header of the source", () => {
  test.each(["user_id,user_data", "id,user_data", '"id","user_data"', "\uFEFFuser_id,user_data"])(
    "may be %s",
    async (header) => {
      expect(await skip(header, "1,")).toEqual([{ first: 2, lines: ["1,"] }]);
    },
  );

  test("is looked for in the first block only", async () => {
    const blocks = blocksOf(
      { first: 1, lines: ["id,user_data", "1,"] },
      { first: 3, lines: ["id,user_data"] },
    );
    expect(await collect(skipHeader(blocks))).toEqual([
      { first: 2, lines: ["1,"] },
      { first: 3, lines: ["id,user_data"] },
    ]);
  });

  test("is not there in the older export", async () => {
    const lines = [String.raw`1,--- []\\n`, "2,"];
    expect(await skip(...lines)).toEqual([{ first: 1, lines }]);
  });

  test.each([
    "user_id;user_data",
    "user_id,user_data,day",
    "user_data,user_id",
    String.raw`1,--\\n-`,
    '"id',
    "",
  ])("is not %s", async (line) => {
    await expect(skip(line)).rejects.toThrow(
      `Its first line is ${JSON.stringify(line)}. Expected the header "user_id,user_data".`,
    );
  });

  test("is shown in part when it is long", async () => {
    await expect(skip("x".repeat(1000))).rejects.toThrow(`Its first line is "${"x".repeat(80)}...".`);
  });

  test("is missed when there is no line at all", async () => {
    await expect(collect(skipHeader(blocksOf()))).rejects.toThrow("It unpacks to an empty file.");
  });
});
