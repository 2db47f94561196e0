// The marks of uploads, when a full disk or somebody else has spoilt them.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ObjectStore, objectStore } from "../../../src/hooks/index.ts";
import { ownName } from "../../../src/hooks/object-store/abandoned-files.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { type S3Server, startS3 } from "../../services/s3.ts";
import { hookServices } from "../hook-services.ts";
import { mebibyte, pieces } from "./bodies.ts";
import { marksFolder } from "./marks-folder.ts";

const s3 = await startS3();
afterAll(() => s3?.stop());

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(path.join(os.tmpdir(), "windsock-test-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true });
});

describe.skipIf(s3 === null)("Marks of uploads", () => {
  if (s3) marks(s3);
});

/** The name of a mark whose process is gone. */
function ofTheDead(): string {
  const { pid } = spawnSync("true");
  return path.join(marksFolder(), ownName().replace(`.${process.pid}-`, `.${pid}-`));
}

const large = () => pieces(Buffer.alloc(9 * mebibyte));

function marks(server: S3Server): void {
  async function open(extra = {}): Promise<{ store: ObjectStore; bucket: string; warnings: string[] }> {
    const warnings: string[] = [];
    const { log, signal } = hookServices();
    const warning = (message: string) => void warnings.push(message);
    const connection = server.connection();
    const store = await objectStore.open(
      { ...connection, extra: { ...connection.extra, ...extra } },
      { log: { ...log, warning }, signal },
    );
    return { store, bucket: await server.createBucket(), warnings };
  }

  test("lie in a folder that only their user may enter, and leave nothing behind", async () => {
    const { store, bucket } = await open();
    let mode = 0;
    let marks: string[] = [];
    await store.write(
      bucket,
      "k",
      (async function* () {
        yield* large();
        await vi.waitFor(async () => {
          mode = (await stat(marksFolder())).mode;
          marks = await readdir(marksFolder());
          expect(marks).toHaveLength(1);
        });
      })(),
    );
    expect(mode & 0o777).toBe(0o700);
    expect(await readdir(temporary)).toEqual([]);
  });

  test("hold no secret of the endpoint", async () => {
    const { endpoint } = server;
    const { store, bucket } = await open({ endpoint_url: endpoint.replace("//", "//user:hunter2@") });
    let mark = "";
    // The server may take it or not; the mark is there before it is asked.
    await store
      .write(
        bucket,
        "k",
        (async function* () {
          yield* large();
          await vi.waitFor(async () => {
            const [name = ""] = await readdir(marksFolder());
            mark = await readFile(path.join(marksFolder(), name), "utf8");
          });
        })(),
      )
      .catch(() => undefined);
    expect(mark).toContain(`"${endpoint}"`);
    expect(mark).not.toContain("hunter2");
  });

  test("that nobody can read are named once and passed over, and those of the dead beside them are minded", async () => {
    const { store, bucket, warnings } = await open();
    await mkdir(marksFolder(), { mode: 0o700 });
    const secret = path.join(temporary, "secret");
    await writeFile(secret, "root:x:0:0\nsecret\n");
    const spoilt: ((file: string) => unknown)[] = [
      (file) => writeFile(file, "\nan-id\n"),
      (file) => writeFile(file, '{"endpoint":null,"buck\n'),
      (file) => writeFile(file, '["a"]\n'),
      (file) => writeFile(file, '{"endpoint":null,"bucket":1,"key":"k"}\n'),
      (file) => writeFile(file, `${" ".repeat(100_000)}\n`),
      (file) => symlink(secret, file),
      (file) => mkdir(file),
      (file) => execFileSync("mkfifo", [file]),
    ];
    const files = spoilt.map(ofTheDead);
    for (const [index, spoil] of spoilt.entries()) await spoil(files[index] ?? "");
    const halfWritten = [ofTheDead(), ofTheDead()];
    await writeFile(halfWritten[0] ?? "", "");
    await writeFile(halfWritten[1] ?? "", '{"endpoint":nu');
    const { UploadId } = await server.client.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: "dead" }),
    );
    const mark = { endpoint: server.endpoint, bucket, key: "dead" };
    await writeFile(ofTheDead(), `${JSON.stringify(mark)}\n${UploadId}\n`);

    await store.write(bucket, "k", large());
    await store.write(bucket, "k", pieces("small"));
    for (const file of files)
      expect(warnings.filter((warning) => warning.startsWith(`${file} `))).toHaveLength(1);
    expect(warnings).toHaveLength(files.length);
    expect(warnings.join("\n")).not.toContain("root:");
    const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
    expect((await readdir(marksFolder())).sort()).toEqual(files.map((file) => path.basename(file)).sort());
  });

  test.each<[string, () => Promise<unknown>]>([
    ["is a link", () => symlink(path.join(temporary, "elsewhere"), marksFolder())],
    ["is a file", () => writeFile(marksFolder(), "")],
    [
      "may be entered by others",
      async () => {
        await mkdir(marksFolder());
        await chmod(marksFolder(), 0o755);
      },
    ],
    ...(process.getuid?.() === 0
      ? ([
          [
            "is somebody else's",
            async () => {
              await mkdir(marksFolder(), { mode: 0o700 });
              await chown(marksFolder(), 12_345, 12_345);
            },
          ],
        ] as [string, () => Promise<unknown>][])
      : []),
  ])("are not used, which is said once, when their folder %s", async (_, spoil) => {
    const { store, bucket, warnings } = await open();
    await mkdir(path.join(temporary, "elsewhere"));
    await spoil();
    await store.write(bucket, "k", large());
    await store.write(bucket, "k", large());
    expect((await store.head(bucket, "k"))?.size).toBe(9 * mebibyte);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${marksFolder()} is not a folder of this user's own`);
    expect(await readdir(path.join(temporary, "elsewhere"))).toEqual([]);
  });

  test("are done without when there is nowhere to write them", async () => {
    vi.stubEnv("TMPDIR", path.join(temporary, randomUUID()));
    const { store, bucket, warnings } = await open();
    await store.write(bucket, "k", large());
    await store.write(bucket, "k", large());
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("An upload goes on without a mark");
    vi.stubEnv("TMPDIR", temporary);
  });

  test("are not left half-written by a full disk", async () => {
    const bucket = await server.createBucket();
    const script = path.join(import.meta.dirname, "../write-forever.ts");
    const args = [connectionToJson(server.connection()), bucket, String(18 * mebibyte)];
    // No file may have a single byte.
    const command = [
      "-c",
      'ulimit -f 0; exec "$@"',
      "sh",
      process.execPath,
      "--import",
      "tsx",
      script,
      ...args,
    ];
    const writer = spawn("sh", command, { stdio: "ignore" });
    const ended = once(writer, "close");
    const openUploads = async () => {
      const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.length;
    };
    await expect.poll(openUploads, { timeout: 30_000 }).toBe(1);
    expect(await readdir(marksFolder()).catch(() => [])).toEqual([]);
    writer.kill("SIGKILL");
    await ended;
  });
}
