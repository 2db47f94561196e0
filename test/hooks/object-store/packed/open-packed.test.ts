import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ObjectChangedError, type ObjectStore } from "windsock/hooks";
import { openPacked } from "../../../../src/hooks/object-store/packed/open-packed.ts";
import { UnreadableObjectError } from "../../../../src/hooks/object-store/packed/unreadable-object-error.ts";
import { BucketFolder, bucket } from "../../../dags/bucket-folder.ts";
import { patched, zipBytes } from "../../../dags/zip-bytes.ts";

// Random, so that it does not pack well and comes in many chunks.
const csv = `id,user_data\n${randomBytes(300_000).toString("hex")}\n`;
const directoryEntry = Buffer.from("PK\x01\x02");

let folder: BucketFolder;
beforeAll(async () => {
  folder = await BucketFolder.create();
});
afterAll(() => folder.remove());

async function open(content: string | Uint8Array, key = "user-data/a.zip") {
  await folder.put(key, content);
  return openPacked(await folder.store(), bucket, key);
}

async function read(content: string | Uint8Array, key?: string): Promise<string> {
  const { unpacked } = await open(content, key);
  return (await buffer(unpacked())).toString();
}

function byteByByte(store: ObjectStore): ObjectStore {
  const stream: ObjectStore["stream"] = async function* (...args) {
    const byte = new Uint8Array(1);
    for await (const piece of store.stream(...args)) {
      for (const value of piece) {
        byte[0] = value;
        yield byte;
      }
    }
    byte[0] = 0;
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === "stream") return stream;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describe("a source object", () => {
  test("is unpacked by its first bytes, whatever its name", async () => {
    expect(await read(await zipBytes({ "day.csv": csv }), "a.csv")).toBe(csv);
    expect(await read(gzipSync(csv), "b.zip")).toBe(csv);
    expect(await read(csv, "c.zip")).toBe(csv);
    expect(await read("P", "d.zip")).toBe("P");
  });

  test("is told apart when it comes byte by byte, in memory that is used again", async () => {
    const short = "id,user_data\n1,2\n".repeat(100);
    for (const content of [gzipSync(short), short, await zipBytes({ "day.csv": short })]) {
      await folder.put("slow", content);
      const { unpacked } = await openPacked(byteByByte(await folder.store()), bucket, "slow");
      let read = "";
      for await (const piece of unpacked()) read += Buffer.from(piece).toString();
      expect(read).toBe(short);
    }
  });

  test("is looked for under its name, and what is there instead is told", async () => {
    await folder.put("user-data/session_user_data20210701.zip", "x");
    await expect(openPacked(await folder.store(), bucket, "user-data/missing.zip")).rejects.toThrow(
      /no object "user-data\/missing\.zip" in bucket "user-incoming-bucket".*session_user_data20210701\.zip/s,
    );
  });

  test("must hold something", async () => {
    await expect(open("")).rejects.toThrow(
      new UnreadableObjectError("It is empty. Expected a file, plain or packed."),
    );
  });

  test.each(["zip", "gzip", "plain"])("is one and the same while it is read as %s", async (format) => {
    const bytes = { zip: await zipBytes({ "day.csv": csv }), gzip: gzipSync(csv), plain: csv }[format] ?? "";
    const { unpacked } = await open(bytes, "replaced");
    await folder.put("replaced", "another");
    await expect(buffer(unpacked())).rejects.toThrow(ObjectChangedError);
  });

  test.each(["zip", "gzip", "plain"])("may be left half-read as %s", async (format) => {
    const bytes = { zip: await zipBytes({ "day.csv": csv }), gzip: gzipSync(csv), plain: csv }[format] ?? "";
    const { unpacked } = await open(bytes);
    for await (const chunk of unpacked()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe("a gzip object", () => {
  test("must be whole", async () => {
    await expect(read(gzipSync(csv).subarray(0, -9))).rejects.toThrow(
      new UnreadableObjectError("The gzip file is damaged or cut off (unexpected end of file)."),
    );
  });

  test("must be undamaged", async () => {
    const damaged = gzipSync(csv);
    damaged.writeUInt32LE(1, damaged.length - 8);
    await expect(read(damaged)).rejects.toThrow(
      "The gzip file is damaged or cut off (incorrect data check).",
    );
  });

  test("gives back the memory of each chunk when the next one is asked for", async () => {
    const text = randomBytes(50_000).toString("hex").repeat(200);
    const { unpacked: chunks } = await open(gzipSync(text, { level: 1 }));
    const memories = new Set<ArrayBufferLike>();
    for await (const chunk of chunks()) memories.add(chunk.buffer);
    expect(memories.size).toBeGreaterThan(5);
    // The last one is not full.
    expect([...memories].filter(({ byteLength }) => byteLength > 0)).toHaveLength(1);
  });

  const zeros = (length: number) => Buffer.alloc(length);
  const [one, two] = ["id,user_data\n1,2\n", csv];
  test.each<[string, (one: Buffer, two: Buffer) => Buffer[]]>([
    ["one behind the other", (first, second) => [first, second]],
    ["with zeros between and behind them", (first, second) => [first, zeros(700), second, zeros(1)]],
    [
      "with more zeros than are read at once",
      (first, second) => [first, zeros(1_500_000), second, zeros(512 * 1024)],
    ],
    ["with an empty one between", (first, second) => [first, zeros(1), gzipSync(""), zeros(1), second]],
  ])("may have several members, %s", async (_, parts) => {
    expect(await read(Buffer.concat(parts(gzipSync(one), gzipSync(two))))).toBe(one + two);
    const few = Buffer.concat(
      parts(gzipSync("1,2\n"), gzipSync("3,4\n")).map((part) => part.subarray(0, 800)),
    );
    await folder.put("slow", few);
    const { unpacked } = await openPacked(byteByByte(await folder.store()), bucket, "slow");
    let slow = "";
    for await (const piece of unpacked()) slow += Buffer.from(piece).toString();
    expect(slow).toBe("1,2\n3,4\n");
  });

  test.each<[string, Buffer, string]>([
    ["a line end", Buffer.from("\r\n"), "The gzip file is damaged or cut off (incorrect header check)."],
    [
      "text behind zeros",
      Buffer.from("\0\0x"),
      "What follows the zeros in the gzip file is no whole member of one (",
    ],
    ["a member that is cut off", gzipSync(csv).subarray(0, -9), "(unexpected end of file)."],
    [
      "such a one behind zeros",
      Buffer.concat([zeros(9), gzipSync(csv).subarray(0, -9)]),
      "(unexpected end of file).",
    ],
  ])("must not go on with %s", async (_, rest, message) => {
    await expect(read(Buffer.concat([gzipSync(one), rest]))).rejects.toThrow(message);
  });

  test("whose second member makes it too large does not unpack without measure", async () => {
    const bomb = Buffer.concat([gzipSync(one), zeros(9), gzipSync(Buffer.alloc(80 * 1024 * 1024))]);
    await expect(read(bomb)).rejects.toThrow("It unpacks to more than 200 times its size");
  });

  test("must not unpack without measure", async () => {
    await expect(read(gzipSync(Buffer.alloc(80 * 1024 * 1024)))).rejects.toThrow(
      "It unpacks to more than 200 times its size",
    );
  });
});

describe("a zip object", () => {
  test("may hold folders beside its one file", async () => {
    expect(await read(await zipBytes({ "day/": "", "day/a.csv": csv }))).toBe(csv);
  });

  test("may hold its file without compression", async () => {
    const { ZipFile } = await import("yazl");
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(csv), "a.csv", { compress: false });
    zip.end();
    expect(await read(await buffer(zip.outputStream))).toBe(csv);
  });

  test("must hold a file", async () => {
    await expect(read(await zipBytes({}))).rejects.toThrow("The zip archive holds no file. Expected one.");
    await expect(read(await zipBytes({ "a/": "" }))).rejects.toThrow("The zip archive holds no file.");
  });

  test("must not hold more than one file", async () => {
    await expect(read(await zipBytes({ "a.csv": csv, "b.csv": csv }))).rejects.toThrow(
      'The zip archive holds several files: "a.csv", "b.csv". Expected one.',
    );
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}.csv`, csv]));
    await expect(read(await zipBytes(many))).rejects.toThrow('"4.csv" and more. Expected');
  });

  test.each([1, 30, 200, 100_000])("must not lack its last %i bytes", async (missing) => {
    const whole = await zipBytes({ "day.csv": csv });
    await expect(read(whole.subarray(0, -missing))).rejects.toThrow("The zip archive is damaged or cut off");
  });

  test("must not be changed in the middle", async () => {
    const damaged = await zipBytes({ "day.csv": csv });
    damaged.fill(0xff, 100_000, 100_020);
    await expect(read(damaged)).rejects.toThrow(UnreadableObjectError);
  });

  test("must have the CRC-32 that its directory says, even when it unpacks", async () => {
    const stored = await zipBytes({ "day.csv": csv });
    const damaged = patched(stored, directoryEntry, 16, Buffer.from([1, 2, 3, 4]));
    await expect(read(damaged)).rejects.toThrow(
      'File "day.csv" in the zip archive is damaged: its CRC-32 differs.',
    );
  });

  test("damaged anywhere is refused for good, or is what it was", async () => {
    const text = "id,user_data\n1,2\n";
    const whole = await zipBytes({ "day/": "", "day/a.csv": text });
    const damages = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damages, async (bytes) => {
        const damaged = Buffer.from(whole);
        // Without the signature at its beginning it is no archive, but text.
        for (const [at, byte] of bytes) if (at >= 4) damaged[at] = byte;
        const outcome = await read(damaged).catch((error: Error) => error.name);
        expect([text, "UnreadableObjectError"]).toContain(outcome);
      }),
      { numRuns: 100 },
    );
  });

  test("must not be encrypted", async () => {
    const zip = await zipBytes({ "day.csv": csv });
    const encrypted = patched(zip, directoryEntry, 8, Buffer.from([0x01, 0x08]));
    await expect(read(encrypted)).rejects.toThrow('File "day.csv" in the zip archive is encrypted.');
  });

  test("must not unpack to more than it says", async () => {
    const zip = await zipBytes({ "day.csv": csv });
    const lying = patched(zip, directoryEntry, 24, Buffer.from([100, 0, 0, 0]));
    await expect(read(lying)).rejects.toThrow(
      'File "day.csv" in the zip archive is damaged: it unpacks to more than the 100 bytes',
    );
  });

  test("must not unpack to less than it says", async () => {
    const zip = await zipBytes({ "day.csv": csv });
    const lying = patched(zip, directoryEntry, 24, Buffer.from([0, 0, 10, 0]));
    await expect(read(lying)).rejects.toThrow("it unpacks to less than the 655360 bytes");
  });

  test("must be packed by a method that is known", async () => {
    const zip = await zipBytes({ "day.csv": csv });
    await expect(read(patched(zip, directoryEntry, 10, Buffer.from([12, 0])))).rejects.toThrow(
      'File "day.csv" in the zip archive is packed by method 12. Expected deflate',
    );
  });

  test("must not unpack without measure", async () => {
    await expect(read(await zipBytes({ "day.csv": Buffer.alloc(80 * 1024 * 1024) }))).rejects.toThrow(
      "It unpacks to more than 200 times its size, as a damaged or malicious archive does.",
    );
  });
});
