// The clean step's real bundle, as a process of its own with a temporary folder of its own.
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { FaultyDay } from "./faulty-store.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** The built program of a task of the reference pipeline. */
export const bundle = (taskId: string) =>
  path.join(repository, "generated/bundles/user-s3-to-redshift", `${taskId}.mjs`);

export class CleanBundle {
  readonly temporaryFolder: string;

  private constructor(temporaryFolder: string) {
    this.temporaryFolder = temporaryFolder;
  }

  static async create(): Promise<CleanBundle> {
    const parent = path.join(repository, "out/test");
    await mkdir(parent, { recursive: true });
    return new CleanBundle(await mkdtemp(path.join(parent, "tmp-")));
  }

  /** Starts it on the day's bucket, without waiting for its end. */
  start({ bucket }: Pick<FaultyDay, "bucket">, connection: string) {
    return execa("node", [bundle("user_clean_data"), "--date", "2021-07-02"], {
      env: {
        TMPDIR: this.temporaryFolder,
        AIRFLOW_VAR_BUCKET_KEY: bucket,
        AIRFLOW_CONN_AWS_CONN: connection,
      },
      all: true,
      reject: false,
    });
  }

  /** What lies in its temporary folder. */
  leftovers(): Promise<string[]> {
    return readdir(this.temporaryFolder, { recursive: true });
  }

  async remove(): Promise<void> {
    await rm(this.temporaryFolder, { recursive: true, force: true });
  }
}
