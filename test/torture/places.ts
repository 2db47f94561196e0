// Where the tortured runner's objects and rows are: on this machine as by default, or in real servers.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateBucketCommand, ListMultipartUploadsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { ObjectStore } from "../../src/hooks/index.ts";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import { startPostgres } from "../services/postgres.ts";
import { startS3 } from "../services/s3.ts";
import { bucket, openStore, type TorturedProject } from "./tortured-project.ts";

export interface Place {
  readonly name: string;
  readonly store: ObjectStore;
  openUploads(): Promise<number>;
  stop(): Promise<void>;
}

/** A folder and the embedded warehouse: what `npm start` uses. */
export async function onThisMachine(project: TorturedProject): Promise<Place> {
  const connection = { connId: "files", connType: "fs", host: null, login: null, password: null };
  const extra = { path: project.storeFolder };
  const store = await openStore({ ...connection, schema: null, port: null, extra });
  project.env = {};
  return { name: "folder and embedded warehouse", store, openUploads: async () => 0, stop: async () => {} };
}

/** An S3-protocol server and PostgreSQL. @returns null when there is no Python for the former */
export async function inServers(project: TorturedProject): Promise<Place | null> {
  const s3 = await startS3();
  if (s3 === null) return null;
  const postgres = await startPostgres();
  await s3.client.send(new CreateBucketCommand({ Bucket: bucket }));
  const folder = path.join("out/object-store", bucket, "user-data");
  for (const file of await project.files(folder)) {
    const object = {
      Key: `user-data/${path.basename(file)}`,
      Body: await readFile(path.join(project.folder, file)),
    };
    await s3.client.send(new PutObjectCommand({ Bucket: bucket, ...object }));
  }
  project.env = {
    AIRFLOW_CONN_AWS_CONN: connectionToJson(s3.connection()),
    AIRFLOW_CONN_REDSHIFT: connectionToJson(postgres.connection()),
  };
  return {
    name: "S3 and PostgreSQL",
    store: await openStore(s3.connection()),
    async openUploads() {
      const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.length;
    },
    async stop() {
      await Promise.all([s3.stop(), postgres.stop()]);
    },
  };
}
