// Arguments become checked options, or one clear sentence a mistake.
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readCommandLine, UsageError } from "../../../../dags-ts/local/sample-data/command-line.ts";
import { PROJECT } from "./temporary-folder.ts";

const DEFAULTS = {
  store: path.join(PROJECT, "out/object-store"),
  bucket: "user-incoming-bucket",
  from: "2021-07-01",
  to: "2021-07-29",
  usersPerDay: 9999,
  seed: 100,
  format: "zip",
  force: false,
};

describe("readCommandLine", () => {
  test("gives the original data below the project's folder when nothing is asked", () => {
    expect(readCommandLine([])).toEqual(DEFAULTS);
  });

  test("reads every option", () => {
    const args =
      "--store a --bucket my-bucket --from 2021-07-02 --to=2021-07-03 --users-per-day 5 --seed 0 --format gz";
    expect(readCommandLine([...args.split(" "), "--force"])).toEqual({
      store: "a",
      bucket: "my-bucket",
      from: "2021-07-02",
      to: "2021-07-03",
      usersPerDay: 5,
      seed: 0,
      format: "gz",
      force: true,
    });
  });

  test.each([
    ["--users-per-day many", "--users-per-day must be one whole number from 1 to 100000000"],
    ["--seed 1 --seed 2", "--seed must be one whole number from 0 to 4294967295"],
    ["--from 2021-02-30", "--from must be one date such as 2021-07-02"],
    ["--from 2021-06-30", "--from must be between 2021-07-01 and 2099-12-31"],
    ["--from 2021-07-03 --to 2021-07-02", "--to must not be before the first day"],
    ["--format rar", "--format must be zip, gz or csv"],
    ["--bucket ..", "--bucket must be 3 to 63 lower-case letters, digits, dots and hyphens"],
    ["--store 123", "--store must be one directory; write ./2021 when its name is a number"],
    ["--days 3", "Unknown option `--days`"],
    ["everything", "Unused args: `everything`"],
    ["--seed", "option `--seed <number>` value is missing"],
    ["--seed -5 --format rar", "Unknown option `-5`"],
    [
      "--seed=-5 --format rar",
      "--seed must be one whole number from 0 to 4294967295\n--format must be zip, gz or csv",
    ],
  ])("explains %s", (args, message) => {
    expect(() => readCommandLine(args.split(" "))).toThrow(
      expect.objectContaining({ name: "UsageError", message }),
    );
    expect(() => readCommandLine(args.split(" "))).toThrow(UsageError);
  });
});
