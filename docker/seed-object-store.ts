// Puts the sample data into the compose file's object store, once; objects that are there stay as they are.
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { writeSampleData } from "../dags-ts/local/sample-data/write-sample-data.ts";
import { s3Config } from "../src/hooks/object-store/s3/s3-config.ts";
import { S3ObjectStore } from "../src/hooks/object-store/s3/s3-object-store.ts";
import type { Connection } from "../src/model/connection/connection.ts";
import { parseConnection } from "../src/model/connection/parse-connection.ts";

const { SEED_CONNECTION = "", SEED_BUCKET = "", SEED_FOLDER = "" } = process.env;

const stop = new AbortController();
process.once("SIGTERM", () =>
  stop.abort(new Error("The seed was asked to stop. Start it again for the rest.")),
);
await seed(parseConnection("SEED_CONNECTION", SEED_CONNECTION), stop.signal);

async function seed(connection: Connection, signal: AbortSignal): Promise<void> {
  await createBucket(connection);
  const { debug, info, warn: warning, error } = console;
  const store = new S3ObjectStore(connection, { log: { debug, info, warning, error }, signal });
  const { folder } = await writeSampleData({ store: SEED_FOLDER, bucket: SEED_BUCKET }, { signal });
  const prefix = `${path.basename(folder)}/`;
  const present = new Set<string>();
  for await (const { key } of store.list(SEED_BUCKET, prefix)) present.add(key);
  const missing = (await readdir(folder)).filter((file) => !present.has(prefix + file)).sort();
  for (const file of missing) {
    await store.write(SEED_BUCKET, prefix + file, createReadStream(path.join(folder, file)));
  }
  store.close();
  console.log(`Bucket ${SEED_BUCKET}: ${missing.length} objects written, ${present.size} were there.`);
}

async function createBucket(connection: Connection): Promise<void> {
  const client = new S3Client(s3Config(connection));
  try {
    await client.send(new CreateBucketCommand({ Bucket: SEED_BUCKET }));
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  } finally {
    client.destroy();
  }
}

function isThereAlready(error: unknown): boolean {
  const names: readonly string[] = ["BucketAlreadyOwnedByYou", "BucketAlreadyExists"];
  return error instanceof Error && names.includes(error.name);
}
