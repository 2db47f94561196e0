import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runOperator } from "windsock/testing";
import { checkS3Connection } from "../../../dags-ts/operators/check-s3-connection.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const check = (inBucket: string) =>
  runOperator(checkS3Connection, {
    input: { bucket: inBucket, sourceKey: "user-data/session_user_data{ds_nodash}.zip" },
    connections: { store: folder.connection },
    logicalDate: "2021-07-02",
  });

describe("the check of the object store", () => {
  test("tells what is there for the day", async () => {
    await folder.put("user-data/session_user_data20210702.zip", "x".repeat(1234));
    const { log } = await check(bucket);
    expect(log.join("\n")).toMatch(
      /INFO .*Object "user-data\/session_user_data20210702\.zip" has 1,234 bytes, etag \S+\./,
    );
  });

  test("warns when nothing is there yet", async () => {
    const { log } = await check(bucket);
    expect(log.join("\n")).toMatch(/WARNING .*session_user_data20210702\.zip" is not there yet\./);
  });

  test("fails without the bucket", async () => {
    await expect(check("another-bucket")).rejects.toThrow('There is no bucket "another-bucket"');
  });
});
