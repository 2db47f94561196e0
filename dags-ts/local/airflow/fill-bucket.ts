// Puts the sample data into a bucket of an S3-protocol server.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { writeSampleData } from "../sample-data/write-sample-data.ts";

const bucket = "user-incoming-bucket";

/**
 * Makes the bucket and writes all days of the sample data to it.
 *
 * @param store the folder in which the sample data are kept, so that they are made only once
 */
export async function fillBucket(client: S3Client, store: string): Promise<void> {
  const { folder, written, present } = await writeSampleData({ store });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const date of [...present, ...written]) {
    const file = `session_user_data${date.replaceAll("-", "")}.zip`;
    const Body = await readFile(path.join(folder, file));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: `user-data/${file}`, Body }));
  }
}
