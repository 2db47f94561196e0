// Packages from npm that no bundle can hold: native code, workers, what they look for beside themselves. A task that
// uses them runs wherever the generated folder is copied to.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

const { tarball } = inject("packed");

// The last better-sqlite3 for the oldest Node; it is compiled where its binaries cannot be had.
const packages = ["better-sqlite3@12.11.1", "sharp@0.35.5", "pino@10.4.0", "ssh2-sftp-client@12.1.1"];

const dag = `import Database from "better-sqlite3";
import { pino } from "pino";
import sharp from "sharp";
import Client from "ssh2-sftp-client";
import { Dag } from "windsock";

const dag = new Dag("native");

dag.task("sqlite", () => ({ n: new Database(":memory:").prepare("select 6 * 7 as n").get() }))();

dag.task("image", async () => {
  const image = sharp({ create: { width: 3, height: 2, channels: 3, background: "red" } });
  const { info } = await image.png().toBuffer({ resolveWithObject: true });
  return { width: info.width };
})();

dag.task("log", () => {
  pino({ level: "info" }, process.stderr).info("without a transport");
  return { ok: true };
})();

dag.task("log_from_worker", async () => {
  pino({ transport: { target: "pino/file", options: { destination: 2 } } }).info("from a worker");
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { ok: true };
})();

dag.task("sftp", async () => {
  const client = new Client();
  return client.connect({ host: "127.0.0.1", port: 1, username: "me" }).then(
    () => ({ said: "" }),
    (error: Error) => ({ said: error.message }),
  );
})();

export default dag;
`;

let elsewhere: string;
let built: string;

beforeAll(async () => {
  // node-gyp, which may have to compile one of them, does not take a folder's every name.
  const folder = await mkdtemp(path.join(tmpdir(), "windsock-native-"));
  elsewhere = await mkdtemp(path.join(tmpdir(), "windsock-elsewhere-"));
  const run = (program: string, ...args: readonly string[]) =>
    execa(program, args, { cwd: folder, env: { NO_COLOR: "1" } });
  await writeFile(path.join(folder, "package.json"), '{ "name": "native-dags", "type": "module" }');
  await mkdir(path.join(folder, "dags-ts"));
  await writeFile(path.join(folder, "dags-ts/native.ts"), dag);
  await run("npm", "install", tarball, "zod", ...packages);
  ({ stdout: built } = await run("npx", "--no", "--", "windsock", "build"));
  await cp(path.join(folder, "generated"), elsewhere, { recursive: true });
  await rm(folder, { recursive: true });
});
afterAll(() => rm(elsewhere, { recursive: true, force: true }));

test("says which packages it ships, and that they are for this kind of machine", () => {
  for (const name of ["better-sqlite3", "sharp"]) {
    expect(built).toMatch(
      new RegExp(
        `shipped ${name} [\\d.]+ beside the bundles, with what it needs: it has native code, for \\w+-\\w+`,
      ),
    );
  }
  for (const name of ["pino", "ssh2-sftp-client"]) expect(built).toMatch(new RegExp(`shipped ${name} `));
});

test.each([
  ["sqlite", { n: { n: 42 } }, ""],
  ["image", { width: 3 }, ""],
  ["log", { ok: true }, '"msg":"without a transport"'],
  ["log_from_worker", { ok: true }, '"msg":"from a worker"'],
  ["sftp", { said: expect.stringContaining("ECONNREFUSED") }, ""],
])("runs without the project: %s", async (task, value, log) => {
  const { stdout, stderr } = await execa("node", [path.join(elsewhere, `bundles/native/${task}.mjs`)], {
    cwd: "/",
  });
  expect(JSON.parse(stdout)).toEqual(value);
  expect(stderr).toContain(log);
});
