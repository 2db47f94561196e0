// The object stores that the contract is tried on.
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Connection } from "../../src/model/connection/connection.ts";
import type { S3Server } from "../services/s3.ts";

/** An object store in tests. */
export interface TestStore {
  readonly connection: Connection;
  createBucket(): Promise<string>;
}

const testFolder = path.resolve(import.meta.dirname, "../../out/test");

/** A store in a new folder. */
export async function folderStore(): Promise<TestStore & { readonly folder: string }> {
  const folder = path.join(testFolder, `objects-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  const connection: Connection = {
    connId: "files",
    connType: "fs",
    host: null,
    login: null,
    password: null,
    schema: null,
    port: null,
    extra: { path: folder },
  };
  return {
    folder,
    connection,
    async createBucket() {
      const bucket = `bucket-${randomUUID()}`;
      await mkdir(path.join(folder, bucket));
      return bucket;
    },
  };
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** A store on a test server. */
export function s3Store(server: S3Server): TestStore {
  return { connection: server.connection(), createBucket: () => server.createBucket() };
}
