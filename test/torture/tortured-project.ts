// A copy of the project with small days of data, whose runner can be killed and whose results can be compared.
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { writeSampleData } from "../../dags-ts/local/sample-data/write-sample-data.ts";
import { type ObjectStore, objectStore } from "../../src/hooks/index.ts";
import type { Connection } from "../../src/model/connection/connection.ts";
import { mountSmallDisk, unmount } from "../faults/small-disk.ts";
import { hookServices } from "../hooks/hook-services.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const command = path.join(repository, "dist/cli/main.js");
const from = "2021-07-02";
const sourcePrefix = "user-data/";

export const bucket = "user-incoming-bucket";

/** What a run leaves: objects with metadata by key, and the lines of the table as CSV. */
export interface Results {
  readonly objects: Readonly<Record<string, string>>;
  readonly table: readonly string[];
}

/** Where a runner is started. */
export interface RunnerPlace {
  /** A program and its arguments that starts it. */
  readonly within?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class TorturedProject {
  readonly folder: string;
  readonly #dates: { readonly from: string; readonly to: string };
  /** The variables that say where objects and rows go. */
  env: Readonly<Record<string, string>> = {};

  /** Whether what runs make is on a disk of its own, which can be filled. */
  hasSmallDisk = false;

  private constructor(folder: string, days: number) {
    this.folder = folder;
    const last = new Date(Date.parse(from) + (days - 1) * 86_400_000);
    this.#dates = { from, to: last.toISOString().slice(0, 10) };
  }

  /** @param days how many, from the first one of the pipeline */
  static async create(days: number): Promise<TorturedProject> {
    const parent = path.join(repository, "out/test");
    await mkdir(parent, { recursive: true });
    const project = new TorturedProject(await mkdtemp(path.join(parent, "torture-")), days);
    for (const name of ["package.json", "dags-ts"]) {
      await cp(path.join(repository, name), path.join(project.folder, name), { recursive: true });
    }
    for (const name of ["dist", "node_modules"]) {
      await symlink(path.join(repository, name), path.join(project.folder, name));
    }
    await mkdir(project.temporaryFolder);
    await mkdir(project.#out);
    project.hasSmallDisk = await mountSmallDisk(project.#out, "512m");
    await project.windsock("build");
    await project.#writeDays();
    return project;
  }

  get temporaryFolder(): string {
    return path.join(this.folder, "tmp");
  }

  get #out(): string {
    return path.join(this.folder, "out");
  }

  get storeFolder(): string {
    return path.join(this.folder, "out/object-store");
  }

  /** Small days, and one that is written to S3 in parts. */
  async #writeDays(): Promise<void> {
    const store = this.storeFolder;
    await writeSampleData({ store, from: "2021-07-03", to: "2021-07-03", usersPerDay: 60_000 });
    await writeSampleData({ store, ...this.#dates, usersPerDay: 200 });
  }

  windsock(...args: readonly string[]) {
    return this.#start([process.execPath, command, ...args], {});
  }

  #start([program = "", ...args]: readonly string[], env: Readonly<Record<string, string>>) {
    return execa(program, args, {
      cwd: this.folder,
      env: { NO_COLOR: "1", TMPDIR: this.temporaryFolder, ...this.env, ...env },
      all: true,
      reject: false,
    });
  }

  /** Starts the runner, without waiting for its end. */
  run(args: readonly string[], { within = [], env = {} }: RunnerPlace = {}) {
    // The report tells when its figures were read, so it is another one each time.
    const range = [
      "--from",
      this.#dates.from,
      "--to",
      this.#dates.to,
      "--retry-delay",
      "1",
      "--no-trigger",
      "--no-build",
    ];
    const run = ["run", "user-s3-to-redshift", ...range, ...args];
    return this.#start([...within, process.execPath, command, ...run], env);
  }

  /** Whether the journal knows of a task with a process that has ended. */
  async hasProgress(): Promise<boolean> {
    const journal = path.join(this.folder, "out/state/user-s3-to-redshift.jsonl");
    return (await readFile(journal, "utf8").catch(() => "")).includes('"tries":1');
  }

  /** The task that a runner started last since then, if it has come to any. */
  async taskSince(start: number): Promise<string | null> {
    const logs = await this.files("out/logs");
    const begun = logs.map(async (file) => {
      const { birthtimeMs } = await stat(path.join(this.folder, file)).catch(() => ({ birthtimeMs: 0 }));
      return { task: path.basename(path.dirname(file)), birthtimeMs };
    });
    const last = (await Promise.all(begun)).sort((a, b) => a.birthtimeMs - b.birthtimeMs).at(-1);
    return last && last.birthtimeMs > start ? last.task : null;
  }

  /** Writes one of the snapshots in a folder once more, as `cp` does it. */
  async rewriteSource(random: () => number): Promise<void> {
    const sources = (await this.files(`out/object-store/${bucket}/${sourcePrefix}`)).sort();
    const file = path.join(this.folder, sources[Math.floor(random() * sources.length)] ?? "");
    const bytes = await readFile(file);
    const source = await open(file, "w");
    for (let at = 0; at < bytes.length; at += 64 * 1024) {
      await source.write(bytes.subarray(at, at + 64 * 1024));
      await sleep(10 * random());
    }
    await source.close();
  }

  /** Leaves no room on the small disk for so long. */
  async fillDisk(milliseconds: number): Promise<void> {
    const ballast = path.join(this.#out, "ballast");
    const file = await open(ballast, "w");
    try {
      for (const size of [1024 * 1024, 4096]) {
        const zeros = Buffer.alloc(size);
        while ((await file.write(zeros).catch(() => ({ bytesWritten: 0 }))).bytesWritten === size);
      }
      await sleep(milliseconds);
    } finally {
      await file.close();
      await rm(ballast);
    }
  }

  /** Forgets everything that runs have made, their logs included. */
  async reset(store: ObjectStore): Promise<void> {
    for await (const { key } of store.list(bucket, "")) {
      if (!key.startsWith(sourcePrefix)) await store.delete(bucket, key);
    }
    for (const name of ["state", "logs", "warehouse"]) {
      await rm(path.join(this.folder, "out", name), { recursive: true, force: true });
    }
    if (this.env.AIRFLOW_CONN_REDSHIFT)
      await this.windsock("sql", "drop table if exists public.search_stats");
  }

  async results(store: ObjectStore): Promise<Results> {
    const objects: Record<string, string> = {};
    for await (const { key } of store.list(bucket, "")) {
      const { body, info } = await store.read(bucket, key);
      const hash = createHash("sha256").update(await buffer(body));
      // The same bytes have another one when they were written once more.
      const { "source-etag": _, ...metadata } = info.metadata;
      objects[key] = `${hash.digest("hex")} ${JSON.stringify(metadata, Object.keys(metadata).sort())}`;
    }
    const sql = "select * from public.search_stats order by day";
    const { exitCode, stdout, all } = await this.windsock("sql", sql, "--format", "csv");
    if (exitCode !== 0) throw new Error(`The table cannot be read:\n${all}`);
    return { objects, table: stdout.split("\n") };
  }

  /** Files in these folders, relative to the project's. */
  async files(...folders: readonly string[]): Promise<string[]> {
    const lists = folders.map(async (folder) => {
      const entries = await readdir(path.join(this.folder, folder), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => []);
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    });
    return (await Promise.all(lists)).flat();
  }

  async remove(): Promise<void> {
    if (this.hasSmallDisk) await unmount(this.#out);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The store as a test sees it. */
export async function openStore(connection: Connection): Promise<ObjectStore> {
  return objectStore.open(connection, hookServices());
}
