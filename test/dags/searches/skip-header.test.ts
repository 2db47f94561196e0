import { describe, expect, test } from "vitest";
import { skipHeader } from "../../../dags-ts/searches/skip-header.ts";

/** What is left of these lines. */
function skip(...lines: string[]): string {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  const { start, end } = skipHeader({ bytes, start: 0, end: bytes.length });
  return bytes.subarray(start, end).toString();
}

describe("the header of the source", () => {
  test.each(["user_id,user_data", "id,user_data", '"id","user_data"', "\uFEFFuser_id,user_data"])(
    "may be %s",
    (header) => {
      expect(skip(header, "1,")).toBe("1,\n");
    },
  );

  test("is not there in the older export", () => {
    const lines = [String.raw`1,--- []\\n`, "2,"];
    expect(skip(...lines)).toBe(`${lines.join("\n")}\n`);
  });

  test.each([
    "user_id;user_data",
    "user_id,user_data,day",
    "user_data,user_id",
    String.raw`1,--\\n-`,
    '"id',
    "",
  ])("is not %s", (line) => {
    expect(() => skip(line)).toThrow(
      `Its first line is ${JSON.stringify(line)}. Expected the header "user_id,user_data".`,
    );
  });

  test("is shown in part when it is long", () => {
    expect(() => skip("x".repeat(1000))).toThrow(`Its first line is "${"x".repeat(80)}...".`);
  });
});
