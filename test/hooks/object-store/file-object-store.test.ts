import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { link, readdir, readFile, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test, vi } from "vitest";
import { type ObjectStore, objectStore } from "../../../src/hooks/index.ts";
import { ownName } from "../../../src/hooks/object-store/abandoned-files.ts";
import { FileMetadata } from "../../../src/hooks/object-store/file/file-metadata.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { thisProcess } from "../../../src/system/process-name.ts";
import { collect, hookServices, rejection } from "../hook-services.ts";
import { folderStore, removeFolder } from "../object-stores.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeFolder)));

async function newStore() {
  const { folder, connection, createBucket } = await folderStore();
  folders.push(folder);
  const store: ObjectStore = await objectStore.open(connection, hookServices());
  return { folder, connection, store, bucket: await createBucket() };
}

async function* pieces(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}

async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

describe("A folder as object store", () => {
  test("keeps each object as a plain file of its name", async () => {
    const { folder, store, bucket } = await newStore();
    await store.write(bucket, "a/b.csv", pieces("x,y\n"));
    expect(await readFile(path.join(folder, bucket, "a/b.csv"), "utf8")).toBe("x,y\n");
  });

  test("serves files that somebody put there by hand", async () => {
    const { folder, store, bucket } = await newStore();
    const file = path.join(folder, bucket, "by-hand.csv");
    await writeFile(file, "one");
    const { info, body } = await store.read(bucket, "by-hand.csv");
    expect(await text(body)).toBe("one");
    expect(info).toMatchObject({ size: 3, metadata: {} });

    await writeFile(file, "two");
    await utimes(file, new Date(), new Date(0));
    await expect(store.read(bucket, "by-hand.csv", { ifMatch: info.etag })).rejects.toThrow("was replaced");
  });

  test("refuses names that lead out of it, or to its own folders", async () => {
    const { store, bucket } = await newStore();
    for (const key of ["..", "../x", "a/../../x", "/etc/passwd", "a//b", "", "./a", "a/", "..\\x", "a\0b"]) {
      const error = await rejection(store.write(bucket, key, pieces("x")));
      expect(error, key).toBeInstanceOf(AirflowFailException);
      await expect(store.head(bucket, key)).rejects.toThrow("cannot be the key");
    }
    for (const other of ["..", ".", "", ".windsock-uploads", ".windsock-metadata", "a/b", "/etc"]) {
      await expect(store.head(other, "k"), other).rejects.toThrow("cannot be a bucket");
      await expect(store.checkAccess(other), other).rejects.toThrow(AirflowFailException);
    }
  });

  test("needs an absolute path", async () => {
    const { folder, connection } = await folderStore();
    folders.push(folder);
    for (const extra of [{}, { path: "relative/folder" }]) {
      const opened = Promise.resolve().then(() => objectStore.open({ ...connection, extra }, hookServices()));
      await expect(opened).rejects.toThrow('Connection "files" must name a folder');
    }
  });

  test("takes a folder for no object", async () => {
    const { store, bucket } = await newStore();
    await store.write(bucket, "a/b", pieces("x"));
    expect(await store.head(bucket, "a")).toBeNull();
    expect(await store.head(bucket, "a/b/c")).toBeNull();
    await expect(store.read(bucket, "a")).rejects.toThrow('There is no object "a"');
    await expect(store.write(bucket, "a/b/c", pieces("x"))).rejects.toThrow('Writing object "a/b/c"');
  });

  test("lists through links and past dead ones", async () => {
    const { folder, store, bucket } = await newStore();
    await store.write(bucket, "real/x", pieces("x"));
    await symlink("real", path.join(folder, bucket, "linked"));
    await symlink("nowhere", path.join(folder, bucket, "dead"));
    expect((await collect(store.list(bucket, ""))).map(({ key }) => key)).toEqual(["linked/x", "real/x"]);
  });

  test("keeps no metadata of objects that are gone", async () => {
    const { folder, store, bucket } = await newStore();
    const metadata = { a: "1" };
    await store.write(bucket, "k", pieces("one"), { metadata });
    await store.write(bucket, "k", pieces("two"), { metadata });
    await store.write(bucket, "k", pieces("three"), { metadata });
    expect(await filesIn(path.join(folder, ".windsock-metadata"))).toHaveLength(1);
    await store.delete(bucket, "k");
    expect(await filesIn(path.join(folder, ".windsock-metadata"))).toEqual([]);
  });

  test("shows an object with its own metadata even when it is replaced while being looked at", async () => {
    const { store, bucket } = await newStore();
    await store.write(bucket, "k", pieces("old"), { metadata: { of: "old" } });
    const { load } = FileMetadata.prototype;
    const look = vi.spyOn(FileMetadata.prototype, "load");
    look.mockImplementationOnce(async function (this: FileMetadata, etag) {
      await store.write(bucket, "k", pieces("newer"), { metadata: { of: "newer" } });
      return load.call(this, etag);
    });
    const info = await store.head(bucket, "k");
    expect(look).toHaveBeenCalledTimes(2);
    look.mockRestore();
    expect(info).toMatchObject({ size: 5, metadata: { of: "newer" } });
  });
});

describe("The temporary file of a writer", () => {
  test("is left by one that was killed, and removed by the next one", async () => {
    const { folder, connection, store, bucket } = await newStore();
    const uploads = path.join(folder, ".windsock-uploads");
    const script = path.join(import.meta.dirname, "../write-forever.ts");
    const args = [connectionToJson(connection), bucket, "100000"];
    const writer = spawn(process.execPath, ["--import", "tsx", script, ...args]);
    await once(writer.stdout, "data");
    expect(await filesIn(uploads)).toHaveLength(1);

    await store.write(bucket, "other", pieces("x"));
    expect(await filesIn(uploads), "a living writer's file stays").toHaveLength(1);

    writer.kill("SIGKILL");
    await once(writer, "close");
    expect(await filesIn(uploads)).toHaveLength(1);
    expect((await collect(store.list(bucket, ""))).map(({ key }) => key)).toEqual(["other"]);
    await store.write(bucket, "other", pieces("y"));
    expect(await filesIn(uploads)).toEqual([]);
  });

  test("of another machine is removed only when it has not been touched for a day", async () => {
    const { folder, store, bucket } = await newStore();
    await store.write(bucket, "k", pieces("x"));
    const uploads = path.join(folder, ".windsock-uploads");
    await writeFile(path.join(uploads, "elsewhere-1.1.fresh"), "");
    await writeFile(path.join(uploads, "elsewhere-1.1.stale"), "");
    const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);
    await utimes(path.join(uploads, "elsewhere-1.1.stale"), twoDaysAgo, twoDaysAgo);
    await store.write(bucket, "k", pieces("x"));
    expect(await filesIn(uploads)).toEqual(["elsewhere-1.1.fresh"]);
  });

  test.runIf(process.platform === "linux")(
    "is removed although another process has its writer's id by now",
    async () => {
      const { folder, store, bucket } = await newStore();
      await store.write(bucket, "k", pieces("x"));
      const uploads = path.join(folder, ".windsock-uploads");
      const { machine, pid, start } = thisProcess();
      await writeFile(path.join(uploads, ownName().replace(`${pid}-${start}.`, `${pid}-1.`)), "");
      await writeFile(path.join(uploads, `${machine}.${pid}-${start}.mine`), "");
      await store.write(bucket, "k", pieces("x"));
      expect(await filesIn(uploads)).toEqual([`${machine}.${pid}-${start}.mine`]);
    },
  );

  test("takes the metadata with it that its writer had saved or not yet removed", async () => {
    const { folder, store, bucket } = await newStore();
    const metadata = { a: "1" };
    await store.write(bucket, "k", pieces("old"), { metadata });
    await store.write(bucket, "stays", pieces("here"), { metadata });
    const uploads = path.join(folder, ".windsock-uploads");
    const { pid: deadPid } = spawnSync("true");
    const dead = () => path.join(uploads, ownName().replace(`.${process.pid}-`, `.${deadPid}-`));
    // Killed before the new object was renamed, with the second names of one that stays and one that went.
    await store.write(bucket, "new", pieces("new"), { metadata });
    await rename(path.join(folder, bucket, "new"), dead());
    await link(path.join(folder, bucket, "k"), dead());
    await rm(path.join(folder, bucket, "k"));
    await link(path.join(folder, bucket, "stays"), dead());
    expect(await filesIn(path.join(folder, ".windsock-metadata"))).toHaveLength(3);

    await store.write(bucket, "other", pieces("x"));
    expect(await filesIn(uploads)).toEqual([]);
    expect(await filesIn(path.join(folder, ".windsock-metadata"))).toHaveLength(1);
    expect((await store.head(bucket, "stays"))?.metadata).toEqual(metadata);
  });
});
