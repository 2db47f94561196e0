import { text } from "node:stream/consumers";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectStore } from "windsock/hooks";
import { searchDays } from "../../../dags-ts/local/sample-data/search-days.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { startS3 } from "../../services/s3.ts";
import { BucketFolder, quietServices } from "../bucket-folder.ts";
import { cleanKey, cleanRun, rejectedKey, sourceKey, uniqueKey } from "../clean-run.ts";
import { zipBytes } from "../zip-bytes.ts";

const s3 = await startS3();
afterAll(() => s3?.stop());

describe.skipIf(!s3)("the clean step on S3", () => {
  let source: Buffer;
  beforeAll(async () => {
    const day = searchDays({ usersPerDay: 3000 }).next().value;
    source = await zipBytes({ "day.csv": `${[...day.csv()].join("")}broken\n` });
  });

  test("publishes the same objects as in a folder", async () => {
    if (!s3) return;
    const folder = await BucketFolder.create();
    try {
      await folder.put(sourceKey, source);
      const inFolder = await cleanRun(folder);
      const s3Bucket = await s3.createBucket();
      await s3.client.send(new PutObjectCommand({ Bucket: s3Bucket, Key: sourceKey, Body: source }));
      const onS3 = await cleanRun({ connection: connectionToJson(s3.connection()) }, { bucket: s3Bucket });
      expect(onS3.value).toEqual(inFolder.value);

      const store = await objectStore.open(s3.connection(), quietServices());
      for (const key of [cleanKey, uniqueKey, rejectedKey]) {
        const { body, info } = await store.read(s3Bucket, key);
        expect(await text(body)).toBe(await folder.read(key));
        expect(info.metadata).toMatchObject({ "source-key": sourceKey });
      }
      store.close();
    } finally {
      await folder.remove();
    }
  });

  test("publishes nothing of a damaged archive", async () => {
    if (!s3) return;
    const s3Bucket = await s3.createBucket();
    const cutOff = source.subarray(0, -100);
    await s3.client.send(new PutObjectCommand({ Bucket: s3Bucket, Key: sourceKey, Body: cutOff }));
    await expect(
      cleanRun({ connection: connectionToJson(s3.connection()) }, { bucket: s3Bucket }),
    ).rejects.toThrow("The zip archive is damaged or cut off");
    const store = await objectStore.open(s3.connection(), quietServices());
    expect(await store.head(s3Bucket, cleanKey)).toBeNull();
    store.close();
  });
});
