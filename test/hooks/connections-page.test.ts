// docs/connections.md names all that the hooks follow, and all that they leave to others.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import {
  configOfOthers,
  followedConfig,
  followedS3Extras,
} from "../../src/hooks/object-store/s3/s3-extras.ts";
import { roleParameters } from "../../src/hooks/object-store/s3/s3-role.ts";
import {
  extrasOfOthers,
  followedExtras,
  limitedExtras,
} from "../../src/hooks/warehouse/postgres/postgres-extras.ts";

const page = await readFile(path.resolve(import.meta.dirname, "../../docs/connections.md"), "utf8");

test.each([
  ...followedExtras,
  ...extrasOfOthers,
  ...Object.keys(limitedExtras),
  ...followedS3Extras.filter((name) => name !== "service_config" && name !== "session_kwargs"),
  ...followedConfig.filter((name) => name !== "retries" && name !== "s3"),
  ...configOfOthers,
  ...Object.values(roleParameters).flat(),
])("the page of connections names %s", (name) => {
  expect(page).toContain(`\`${name}\``);
});
