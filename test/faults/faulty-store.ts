// An S3-protocol server behind a proxy that injects faults, and days of data on it for the clean step.
import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { OperatorResult } from "windsock/testing";
import type * as z from "zod";
import type { SearchStats } from "../../dags-ts/searches/search-stats.ts";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import { cleanRun, sourceKey } from "../dags/clean-run.ts";
import { FaultProxy } from "../services/fault-proxy.ts";
import { type S3Server, startS3 } from "../services/s3.ts";

/** A running server whose connection leads through the proxy. */
export interface FaultyStore {
  readonly s3: S3Server;
  readonly proxy: FaultProxy;
  /** As an AIRFLOW_CONN_* variable holds it. A silent connection is given up after a second. */
  readonly connection: string;
  /** A bucket of its own with a source object; the server keeps the upload's CRC-32 unless told not to. */
  day(source: string | Uint8Array, options?: { checksum?: boolean }): Promise<FaultyDay>;
  stop(): Promise<void>;
}

/** A day's source object and what the clean step makes of it. */
export class FaultyDay {
  readonly #store: Pick<FaultyStore, "s3" | "connection">;
  readonly bucket: string;

  constructor(store: Pick<FaultyStore, "s3" | "connection">, bucket: string) {
    this.#store = store;
    this.bucket = bucket;
  }

  /** Behind the proxy's back; without a checksum as a program does it that sends none. */
  async put(source: string | Uint8Array, { checksum = true } = {}): Promise<void> {
    const { client, endpoint } = this.#store.s3;
    if (checksum) {
      const object = { Bucket: this.bucket, Key: sourceKey, Body: source };
      await client.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: "CRC32" }));
    } else {
      const body = typeof source === "string" ? source : new Uint8Array(source);
      await fetch(`${endpoint}/${this.bucket}/${sourceKey}`, { method: "PUT", body });
    }
  }

  clean(): Promise<OperatorResult<z.output<typeof SearchStats>>> {
    return cleanRun({ connection: this.#store.connection }, { bucket: this.bucket });
  }

  /** The SHA-256 of each object that the clean step has published, by key. */
  async published(): Promise<Record<string, string>> {
    const { client } = this.#store.s3;
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: this.bucket }));
    const keys = Contents.map(({ Key = "" }) => Key).filter((key) => key !== sourceKey);
    const hashes = keys.map(async (Key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return [Key, createHash("sha256").update(bytes).digest("hex")];
    });
    return Object.fromEntries(await Promise.all(hashes));
  }

  async openUploads(): Promise<number> {
    const command = new ListMultipartUploadsCommand({ Bucket: this.bucket });
    const { Uploads = [] } = await this.#store.s3.client.send(command);
    return Uploads.length;
  }
}

/** @returns null when there is no Python for it */
export async function startFaultyStore(): Promise<FaultyStore | null> {
  const s3 = await startS3();
  if (s3 === null) return null;
  const proxy = await FaultProxy.start(Number(new URL(s3.endpoint).port));
  const extra = {
    endpoint_url: `http://127.0.0.1:${proxy.port}`,
    region_name: "us-east-1",
    config_kwargs: { read_timeout: 1 },
  };
  const connection = connectionToJson(s3.connection({ extra }));
  return {
    s3,
    proxy,
    connection,
    async day(source, options) {
      const day = new FaultyDay({ s3, connection }, await s3.createBucket());
      await day.put(source, options);
      return day;
    },
    async stop() {
      await proxy.stop();
      await s3.stop();
    },
  };
}
