import { expect, test } from "vitest";
import { MalformedRowError } from "../../../dags-ts/searches/malformed-row-error.ts";

test("a row's error has no stack, and leaves other errors theirs", () => {
  expect(new MalformedRowError("user_id is empty").stack).not.toContain("\n");
  expect(new Error("another").stack).toContain("malformed-row-error.test.ts");
});
