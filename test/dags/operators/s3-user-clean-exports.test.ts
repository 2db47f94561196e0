// Exports as programs out there write them, each with what is right for it.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BucketFolder } from "../bucket-folder.ts";
import { cleanKey, cleanRun, rejectedKey, sourceKey, uniqueKey } from "../clean-run.ts";

const exportsFolder = path.resolve(import.meta.dirname, "../../fixtures/exports");

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const run = async (name: string) => {
  await folder.put(sourceKey, await readFile(path.join(exportsFolder, name)));
  return cleanRun(folder, { maxRejectedShare: 1 });
};
const users = async () =>
  parse<Record<string, string>>(await folder.read(cleanKey), { columns: true }).map((row) => row.user_id);

const five = ["1320", "1321", "1322", "1323", "1324"];
const kept: Record<string, readonly string[]> = {
  "plain.csv": five,
  "zero-pad-between.gz": ["1", "2", "3", "4", "5", "6"],
  "yaml-noheader-bom-dup.csv": ["77", "78", "79"],
  "bom-in-each-member.gz": five,
  "macos.zip": five,
  "windows-folder.zip": five,
  "windows-drive.zip": five,
  "python-stream.zip": five,
  "python-stream-zip64.zip": five,
  "absolute-name.zip": five,
  "parent-name.zip": five,
  "comment.zip": five,
  "zip-trailing-newline.zip": five,
  "zeros-behind.zip": five,
  "unsplit.zip": five,
  "trailing-blank.csv": five,
};

const tooLarge = "clicks is larger than 999999999, the most that is supported";
/** By name, the users that stay, and of the other rows line and reason. */
const rejected: Record<
  string,
  readonly [users: readonly string[], rows: readonly (readonly [string, string])[]]
> = {
  "sid-snowflake.csv": [[], [["2", "search_id is larger than 9007199254740991, the most that is supported"]]],
  "clicks-float.csv": [[], [["2", "clicks is not a whole number written in digits"]]],
  "sum-overflow.csv": [
    ["3"],
    [
      ["2", tooLarge],
      ["3", tooLarge],
    ],
  ],
  "enabled-TRUE.csv": [[], [["2", "enabled is none of True, true, False and false"]]],
};

const refused: Record<string, string> = {
  "bad-offset.zip": "The zip archive is damaged or cut off (it leads to a place behind its end)",
  "bad-directory.zip": "The zip archive is damaged or cut off (",
  "two-archives.zip": "The zip archive is damaged or cut off (",
  "utf-16.csv": "Its first bytes are those of UTF-16 text. Expected UTF-8.",
};

describe("an export", () => {
  test.each(Object.entries(kept))("%s: all users stay", async (name, expected) => {
    const { value } = await run(name);
    expect(await users()).toEqual(expected);
    expect(value.rows).toMatchObject({ kept: expected.length, rejected: 0 });
  });

  test.each(Object.entries(rejected))("%s: the reasons are true", async (name, [expected, rows]) => {
    await run(name);
    expect(await users()).toEqual(expected);
    expect(parse(await folder.read(rejectedKey)).slice(1)).toEqual(
      rows.map(([line, reason]) => [line, reason, expect.any(String)]),
    );
  });

  test.each(Object.entries(refused))("%s: is refused at once, not retried", async (name, message) => {
    await expect(run(name)).rejects.toMatchObject({
      name: "AirflowFailException",
      message: expect.stringContaining(message),
    });
    expect(await folder.keys()).toEqual([sourceKey]);
  });

  test("that is here has an outcome", () => {
    expect(Object.keys({ ...kept, ...rejected, ...refused }).sort()).toEqual(
      readdirSync(exportsFolder).sort(),
    );
  });

  test("says what of it is no row", async () => {
    const { value, log } = await run("trailing-blank.csv");
    expect(value.rows.read).toBe(5);
    expect(log.join("\n")).toContain(
      "6 lines hold no row: they are blank, commas alone, or the end mark of an old system. The first is line 7.",
    );
  });

  test("whose user comes twice has one repeat", async () => {
    const { value } = await run("yaml-noheader-bom-dup.csv");
    expect(value.rows).toMatchObject({ read: 4, kept: 3, duplicates: 1 });
    expect(await folder.read(uniqueKey)).toContain("\n500,Rental,5,1\n");
  });
});
