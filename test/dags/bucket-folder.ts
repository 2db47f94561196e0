// A bucket in a folder of its own, for tests that run against the real object store.
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { HookServices } from "windsock";
import { type ObjectStore, objectStore } from "windsock/hooks";
import { parseConnection } from "../../src/model/connection/parse-connection.ts";
import { collect } from "./collect.ts";

const testFolder = path.resolve(import.meta.dirname, "../../out/test");

/** What a hook needs besides its connection. Its log is not kept. */
export function quietServices(signal = new AbortController().signal): HookServices {
  return { log: { debug() {}, info() {}, warning() {}, error() {} }, signal };
}

export const bucket = "user-incoming-bucket";

export class BucketFolder {
  readonly folder = path.join(testFolder, `dags-${randomUUID()}`);
  /** As an AIRFLOW_CONN_* variable holds it. */
  readonly connection = JSON.stringify({ conn_type: "fs", extra: { path: this.folder } });

  static async create(): Promise<BucketFolder> {
    const created = new BucketFolder();
    await mkdir(path.join(created.folder, bucket), { recursive: true });
    return created;
  }

  async store(signal?: AbortSignal): Promise<ObjectStore> {
    return objectStore.open(parseConnection("aws_conn", this.connection), quietServices(signal));
  }

  /** Puts an object there as another program would. */
  async put(key: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const file = path.join(this.folder, bucket, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  read(key: string): Promise<string> {
    return readFile(path.join(this.folder, bucket, key), "utf8");
  }

  async keys(prefix = ""): Promise<string[]> {
    const objects = await collect((await this.store()).list(bucket, prefix));
    return objects.map(({ key }) => key);
  }

  /** What is being written, or was left by who wrote it. */
  uploads(): Promise<string[]> {
    return readdir(path.join(this.folder, ".windsock-uploads"));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
