// What else than plain files somebody may have put into a folder store: nothing of it hangs or leads out.
import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { link, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type ObjectStore, objectStore } from "../../../src/hooks/index.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { collect, hookServices, rejection } from "../hook-services.ts";
import { folderStore, removeFolder } from "../object-stores.ts";
import { pieces, readText } from "./bodies.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeFolder)));

async function newStore() {
  const { folder, connection, createBucket } = await folderStore();
  folders.push(folder);
  const warnings: string[] = [];
  const { log, signal } = hookServices();
  const warning = (message: string) => void warnings.push(message);
  const store: ObjectStore = await objectStore.open(connection, { log: { ...log, warning }, signal });
  const bucket = await createBucket();
  const inBucket = (...names: string[]) => path.join(folder, bucket, ...names);
  return { folder, connection, store, bucket, inBucket, warnings };
}

async function keys(store: ObjectStore, bucket: string, prefix = ""): Promise<string[]> {
  return (await collect(store.list(bucket, prefix))).map(({ key }) => key);
}

/** A folder beside the store with a file in it. */
async function outside(): Promise<string> {
  const { folder } = await folderStore();
  folders.push(folder);
  await writeFile(path.join(folder, "secret"), "not the store's");
  return folder;
}

describe("An entry of a folder store that is no file", () => {
  test("is no object: neither a FIFO nor a socket nor a device is waited for", async () => {
    const { store, bucket, inBucket } = await newStore();
    await store.write(bucket, "file", pieces("x"));
    execFileSync("mkfifo", [inBucket("fifo")]);
    // A socket's path must be short.
    const socketFolder = await outside();
    const server = createServer().listen(path.relative(process.cwd(), path.join(socketFolder, "s")));
    await new Promise((resolve) => server.once("listening", resolve));
    await rename(path.join(socketFolder, "s"), inBucket("socket"));
    await symlink("fifo", inBucket("linked-fifo"));
    for (const key of ["fifo", "socket", "linked-fifo"]) {
      expect(await store.head(bucket, key), key).toBeNull();
      expect((await rejection(store.read(bucket, key))).message).toContain('It holds "file"');
      await store.delete(bucket, key);
    }
    expect(await keys(store, bucket)).toEqual(["file"]);
    await store.write(bucket, "fifo", pieces("now a file"));
    expect(await readText(store, bucket, "fifo")).toBe("now a file");
    server.close();
  });

  test("may be a symbolic link that leads to itself, to a folder above it, or to one that leads back", async () => {
    const { store, bucket, inBucket } = await newStore();
    await store.write(bucket, "a/x", pieces("x"));
    await store.write(bucket, "b/y", pieces("y"));
    await symlink("self", inBucket("self"));
    await symlink("two", inBucket("one"));
    await symlink("one", inBucket("two"));
    await symlink(".", inBucket("here"));
    await symlink("..", inBucket("a", "up"));
    await symlink("../b", inBucket("a", "to-b"));
    await symlink("../a", inBucket("b", "to-a"));
    expect(await store.head(bucket, "self")).toBeNull();
    expect(await store.head(bucket, "one")).toBeNull();
    expect(await store.head(bucket, "self/below")).toBeNull();
    expect(await keys(store, bucket)).toEqual(["a/to-b/y", "a/x", "b/to-a/x", "b/y"]);
    expect(await readText(store, bucket, "a/up/a/up/a/x")).toBe("x");
  });

  test("may be links that make more ways to a folder than one could list", async () => {
    const { store, bucket, inBucket, warnings } = await newStore();
    const levels = Array.from({ length: 30 }, (_, level) => `level-${level}`);
    for (const [level, name] of levels.entries()) {
      await mkdir(inBucket(name));
      for (const way of ["a", "b"]) await symlink(`../level-${level + 1}`, inBucket(name, way));
    }
    await store.write(bucket, "level-30/x", pieces("x"));
    const found = await keys(store, bucket);
    expect(found).toContain("level-30/x");
    expect(found.length).toBeLessThan(1_000);
    expect(warnings.join("\n")).toContain("symbolic links led to the same before");
  });
});

describe("A symbolic link that leads out of a folder store", () => {
  test("is refused by name for whatever is done with it, and passed over in listings", async () => {
    const { folder, store, bucket, inBucket, warnings } = await newStore();
    const other = await outside();
    await symlink(path.join(other, "secret"), inBucket("file"));
    await symlink(other, inBucket("folder"));
    await symlink("folder", inBucket("indirect"));
    await store.write(bucket, "k", pieces("x"), { metadata: { a: "1" } });
    const [metadata = ""] = await readdir(path.join(folder, ".windsock-metadata"));
    await symlink(`../.windsock-metadata/${metadata}`, inBucket("own"));
    for (const key of ["file", "folder/secret", "indirect/secret", "own"]) {
      for (const attempt of [
        () => store.head(bucket, key),
        () => store.read(bucket, key),
        () => collect(store.stream(bucket, key)),
      ]) {
        const error = await rejection(attempt());
        expect(error).toBeInstanceOf(AirflowFailException);
        expect(error.message).toContain(`Object "${key}" in bucket "${bucket}" is refused`);
        expect(error.message).not.toContain("not the store's");
      }
    }
    for (const key of ["folder/new", "folder/deep/new", "indirect/secret"]) {
      expect((await rejection(store.write(bucket, key, pieces("x")))).message).toContain("is refused");
    }
    expect((await rejection(store.delete(bucket, "folder/secret"))).message).toContain("is refused");
    expect(await readdir(other)).toEqual(["secret"]);
    expect(await readFile(path.join(other, "secret"), "utf8")).toBe("not the store's");

    expect(await keys(store, bucket)).toEqual(["k"]);
    expect(await keys(store, bucket)).toEqual(["k"]);
    expect(warnings.filter((warning) => warning.includes('"folder": it is a symbolic link'))).toHaveLength(1);
    // Itself may go, and be replaced: that is the way to get rid of it.
    await store.delete(bucket, "file");
    await store.write(bucket, "own", pieces("mine"));
    expect(await readText(store, bucket, "own")).toBe("mine");
    expect(await readFile(path.join(other, "secret"), "utf8")).toBe("not the store's");
    expect((await store.head(bucket, "k"))?.metadata).toEqual({ a: "1" });
  });

  test("may be the store's folder or a bucket", async () => {
    const { folder, connection, store, bucket } = await newStore();
    const [elsewhere, links] = [await outside(), await outside()];
    await symlink(elsewhere, path.join(folder, "linked-bucket"));
    await store.write("linked-bucket", "a/k", pieces("x"));
    expect(await readFile(path.join(elsewhere, "a/k"), "utf8")).toBe("x");
    expect(await keys(store, "linked-bucket")).toEqual(["a/k", "secret"]);
    expect(await readText(store, "linked-bucket", "secret")).toBe("not the store's");

    await symlink(folder, path.join(links, "store"));
    const linked = await objectStore.open(
      { ...connection, extra: { path: path.join(links, "store") } },
      hookServices(),
    );
    await linked.write(bucket, "k", pieces("y"), { metadata: { a: "1" } });
    expect(await keys(linked, bucket)).toEqual(["k"]);
    expect(await store.head(bucket, "k")).toMatchObject({ size: 1, metadata: { a: "1" } });
  });

  test("within the store has no metadata of its own to lose", async () => {
    const { store, bucket, inBucket } = await newStore();
    const metadata = { a: "1" };
    await store.write(bucket, "k", pieces("x"), { metadata });
    await symlink("k", inBucket("linked"));
    await link(inBucket("k"), inBucket("second"));
    expect((await store.head(bucket, "linked"))?.metadata).toEqual(metadata);
    await store.delete(bucket, "linked");
    await store.write(bucket, "second", pieces("other"));
    expect((await store.head(bucket, "k"))?.metadata).toEqual(metadata);
  });
});

describe("Names in a folder store", () => {
  test("that no key can say are passed over by name", async () => {
    const { store, bucket, inBucket, warnings } = await newStore();
    await writeFile(Buffer.concat([Buffer.from(inBucket("bad-")), Buffer.from([0xff])]), "x");
    await writeFile(inBucket("back\\slash"), "x");
    await writeFile(inBucket("line\nfeed ü"), "x");
    expect(await keys(store, bucket)).toEqual(["line\nfeed ü"]);
    expect(warnings).toHaveLength(2);
    expect(warnings.join("\n")).toContain('passes over "back\\slash": its name cannot be part of a key');
    expect((await rejection(store.head(bucket, "half \ud83d"))).message).toContain("cannot be the key");
    expect(await store.head(bucket, "long".repeat(100))).toBeNull();
  });

  test("may be 20,000 in one folder", async () => {
    const { store, bucket, inBucket } = await newStore();
    const names = Array.from({ length: 20_000 }, (_, index) => `${index}`.padStart(5, "0"));
    execFileSync("xargs", ["touch"], { cwd: inBucket(), input: names.join("\n") });
    expect(await keys(store, bucket)).toEqual(names);
  });
});

describe("The own folders of a folder store", () => {
  test("hold metadata that are not believed when somebody else has spoilt them", async () => {
    const { folder, store, bucket, warnings } = await newStore();
    const secret = path.join(await outside(), "secret");
    await store.write(bucket, "k", pieces("x"), { metadata: { a: "1" } });
    const [name = ""] = await readdir(path.join(folder, ".windsock-metadata"));
    const file = path.join(folder, ".windsock-metadata", name);
    const spoilt: (() => unknown)[] = [
      () => writeFile(file, ""),
      () => writeFile(file, '{"a":'),
      () => writeFile(file, '["a"]'),
      () => writeFile(file, '{"a": 1}'),
      () => writeFile(file, Buffer.alloc(100_000, " ")),
      () => symlink(secret, file),
      () => mkdir(file),
      () => execFileSync("mkfifo", [file]),
    ];
    for (const [index, spoil] of spoilt.entries()) {
      execFileSync("rm", ["-rf", file]);
      await spoil();
      expect(await store.head(bucket, "k")).toMatchObject({ size: 1, metadata: {} });
      expect(await readText(store, bucket, "k")).toBe("x");
      expect(warnings).toHaveLength((index + 1) * 2);
      expect(warnings.at(-1)).toContain(`${file} `);
      expect(warnings.at(-1)).not.toContain("not the st");
    }
  });

  test("hold a folder in a temporary file's place, or files of other programs, without stopping anybody", async () => {
    const { folder, store, bucket, warnings } = await newStore();
    await store.write(bucket, "k", pieces("x"));
    const uploads = path.join(folder, ".windsock-uploads");
    const long = new Date(0);
    await mkdir(path.join(uploads, "elsewhere.1.folder"));
    await writeFile(path.join(uploads, "notes.txt"), "x");
    execFileSync("touch", ["-d", long.toISOString(), path.join(uploads, "elsewhere.1.folder")]);
    execFileSync("touch", ["-d", long.toISOString(), path.join(uploads, "notes.txt")]);
    await store.write(bucket, "k", pieces("y"));
    expect(await readText(store, bucket, "k")).toBe("y");
    expect((await readdir(uploads)).sort()).toEqual(["elsewhere.1.folder", "notes.txt"]);
    expect(warnings.join("\n")).toContain(
      "elsewhere.1.folder was left by a writer that is gone, and cannot be removed",
    );
  });

  test.each([".windsock-uploads", ".windsock-metadata"])(
    "are refused when they are links to other places: %s",
    async (name) => {
      const { folder, store, bucket } = await newStore();
      const other = await outside();
      await writeFile(path.join(other, "elsewhere.1.old"), "precious");
      execFileSync("touch", ["-d", "2000-01-01", path.join(other, "elsewhere.1.old")]);
      await symlink(other, path.join(folder, name));
      const error = await rejection(store.write(bucket, "k", pieces("x"), { metadata: { a: "1" } }));
      expect(error).toBeInstanceOf(AirflowFailException);
      expect(error.message).toContain(`${path.join(folder, name)} must be a folder`);
      expect((await readdir(other)).sort()).toEqual(["elsewhere.1.old", "secret"]);
    },
  );
});
