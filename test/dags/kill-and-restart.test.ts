// The pipeline, killed without warning at moments nobody chose, ends with what an undisturbed run leaves.
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSampleData } from "../../dags-ts/local/sample-data/write-sample-data.ts";

const repository = path.resolve(import.meta.dirname, "../..");
// The report tells when its figures were read, so it is another one each time.
const range = ["--from", "2021-07-02", "--to", "2021-07-06", "--no-trigger"];
const kills = 8;

let folder: string;

beforeAll(async () => {
  const parent = path.join(repository, "out/test");
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(path.join(parent, "killed-"));
  for (const name of ["package.json", "dags-ts"]) {
    await cp(path.join(repository, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ["dist", "node_modules"])
    await symlink(path.join(repository, name), path.join(folder, name));
  await windsock("build");
  await writeSampleData({ store: path.join(folder, "out/object-store"), to: "2021-07-06" });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function windsock(...args: readonly string[]) {
  return execa("node", [path.join(repository, "dist/cli/main.js"), ...args], {
    cwd: folder,
    env: { NO_COLOR: "1" },
  });
}

/** Every object by its content, and the table; whatever a run left of temporary files would show, too. */
async function results(): Promise<unknown> {
  const store = path.join(folder, "out/object-store");
  const entries = await readdir(store, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  // The store keeps ETags and times of writing beside its objects; those differ from run to run.
  const objects = files.filter((file) => !path.relative(store, file).startsWith(".")).sort();
  const hashes = objects.map(async (file) => {
    const content = await readFile(file);
    return [path.relative(store, file), createHash("sha256").update(content).digest("hex")];
  });
  const table = await windsock("sql", "select * from public.search_stats order by day", "--format", "csv");
  return { objects: await Promise.all(hashes), table: table.stdout.split("\n") };
}

test(`killed ${kills} times, the same rows and objects come out`, { timeout: 240_000 }, async () => {
  const start = performance.now();
  await windsock("run", "user-s3-to-redshift", ...range);
  const undisturbed = performance.now() - start;
  const expected = await results();
  expect(expected).toMatchObject({ table: { length: 6 }, objects: { length: 6 + 2 * 5 } });

  const made = ["object-store/user-incoming-bucket/user-data-clean", "warehouse", "state"];
  for (const name of made) await rm(path.join(folder, "out", name), { recursive: true, force: true });
  for (let kill = 0; kill < kills; kill++) {
    const resume = kill % 2 === 1 ? ["--resume"] : [];
    const running = windsock("run", "user-s3-to-redshift", ...range, ...resume);
    await sleep(undisturbed * Math.random());
    running.kill("SIGKILL");
    await running.catch(() => undefined);
  }
  await windsock("run", "user-s3-to-redshift", ...range);
  expect(await results()).toEqual(expected);
});
