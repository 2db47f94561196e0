// A real S3-protocol server for tests: moto, in a process of its own.
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { motoClient, motoKeys, motoRegion, startMoto } from "../../dags-ts/local/airflow/start-moto.ts";
import type { Connection } from "../../src/model/connection/connection.ts";
import { pythonEnvironment } from "./python.ts";

/** A running S3-protocol server, empty at first and private to whoever started it. */
export interface S3Server {
  /** Such as `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** For what a test arranges or looks at behind the hook's back. */
  readonly client: S3Client;
  /** An Airflow connection to it; `fields` replace the usual ones. */
  connection(fields?: Partial<Connection>): Connection;
  /** Makes a bucket of a new name. */
  createBucket(): Promise<string>;
  /** Stops it; its data are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a server of its own for a test file (about a second):
 *
 *     const s3 = await startS3();
 *     afterAll(() => s3?.stop());
 *     describe.skipIf(!s3)("...", ...)
 *
 * @returns null when there is no Python for it (see {@link pythonEnvironment})
 */
export async function startS3(): Promise<S3Server | null> {
  const python = await pythonEnvironment();
  if (python === null) return null;
  const { endpoint, stop } = await startMoto(python.python);
  const client = motoClient(endpoint);
  return {
    endpoint,
    client,
    connection: (fields) => s3Connection(endpoint, fields),
    async createBucket() {
      const Bucket = `bucket-${randomUUID()}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}

function s3Connection(endpoint: string, fields: Partial<Connection> = {}): Connection {
  return {
    connId: "aws_conn",
    connType: "aws",
    host: null,
    login: motoKeys.accessKeyId,
    password: motoKeys.secretAccessKey,
    schema: null,
    port: null,
    extra: { endpoint_url: endpoint, region_name: motoRegion },
    ...fields,
  };
}
