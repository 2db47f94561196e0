import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe } from "vitest";
import { s3Store } from "../hooks/object-stores.ts";
import { startS3 } from "../services/s3.ts";
import { objectSensors } from "./object-sensors.ts";

const server = await startS3();
afterAll(() => server?.stop());

describe.skipIf(server === null)("on S3", () => {
  if (!server) return;
  objectSensors(s3Store(server), (bucket, key, text) =>
    server.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text })),
  );
});
