import { expect, test } from "vitest";
import { dagModel, dagProblems } from "windsock/testing";
import dag from "./dags-ts/announce-listings.ts";

test("announces whenever the listings have been updated", () => {
  expect(dagProblems(dag)).toEqual([]);
  expect(dagModel(dag).schedule).toEqual({
    kind: "assets",
    condition: { kind: "asset", uri: "s3://shop/listings" },
  });
});
