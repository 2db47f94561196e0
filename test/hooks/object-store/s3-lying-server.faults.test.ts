// Bodies from S3 that are not what they are said to be, from stores that give no checksum.
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { ObjectChangedError, objectStore, type ReadOptions } from "../../../src/hooks/index.ts";
import { hookServices, rejection } from "../hook-services.ts";
import { type Answer, LyingServer } from "./lying-server.ts";

const server = await LyingServer.start();
afterAll(() => server.stop());

const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
const etag = '"one"';

async function read(options: ReadOptions = {}): Promise<Buffer> {
  const store = await objectStore.open(server.connection(), hookServices());
  const { body } = await store.read("bucket", "k", options);
  return buffer(body);
}

/** The bytes from `start` to before `end`, with the headers of an honest answer unless others are given. */
function part(start: number, end: number, headers: Record<string, string | undefined> = {}): Answer {
  return (response) => {
    const all = {
      ETag: etag,
      "Content-Length": String(end - start),
      "Content-Range": `bytes ${start}-${end - 1}/1000`,
      ...headers,
    };
    for (const [name, value] of Object.entries(all)) if (value !== undefined) response.setHeader(name, value);
    response.statusCode = all["Content-Range"] === undefined ? 200 : 206;
    // In one piece, a length would be added to it.
    response.write(content.subarray(start, end));
    response.end();
  };
}

const whole = { "Content-Range": undefined };
/** The connection ends after some bytes although more were announced. */
const cutOff: Answer = (response) => {
  response.setHeader("ETag", etag);
  response.setHeader("Content-Length", "1000");
  response.write(content.subarray(0, 400), () => response.destroy());
};

describe("A body that ends early", () => {
  test.each<[string, ReadOptions, Answer]>([
    ["a part where the whole was asked for", {}, part(0, 400)],
    ["less than the range that was asked for", { range: { start: 0, end: 999 } }, part(0, 400)],
    [
      "an answer without a length that ends as if all were said",
      {},
      part(0, 400, { "Content-Length": undefined }),
    ],
    ["a connection that is cut", {}, cutOff],
  ])("is continued by range, of the same version: %s", async (_, options, answer) => {
    server.say(answer, part(400, 700), part(700, 1_000));
    expect((await read(options)).equals(content)).toBe(true);
    const [, second, third] = server.asked;
    expect(second).toMatchObject({ ifMatch: etag });
    expect(second?.range).toMatch(/^bytes=400-/);
    expect(third?.range).toMatch(/^bytes=700-/);
  });

  test("is an error when it ends there again and again", async () => {
    server.say(part(0, 400), part(400, 400, { "Content-Range": "bytes 400-999/1000" }));
    const error = await rejection(read());
    expect(error.message).toContain('Reading object "k" in bucket "bucket" failed');
    expect(error.message).toContain("the answer ended after 400 of 1000 bytes");
  });

  test("of a version that has no name is an error: it might be continued by another one", async () => {
    server.say(part(0, 400, { ETag: undefined }), part(400, 1_000, { ETag: undefined }));
    expect((await rejection(read())).message).toContain("the answer ended after 400 of 1000 bytes");
    expect(server.asked).toHaveLength(1);
  });
});

describe("An answer with other bytes than were asked for", () => {
  test.each<[string, ReadOptions, Answer]>([
    ["more than the range", { range: { start: 0, end: 99 } }, part(0, 400)],
    [
      "more than it announced",
      { range: { start: 0, end: 99 } },
      part(0, 400, { "Content-Range": "bytes 0-99/1000" }),
    ],
  ])("is an error: %s", async (_, options, answer) => {
    server.say(answer);
    expect((await rejection(read(options))).message).toContain("the answer is longer than the 100 bytes");
  });

  test.each<[string, Answer]>([
    ["the whole object in place of a range", part(0, 1_000, whole)],
    ["another range", part(200, 300)],
  ])("is an error: %s", async (_, answer) => {
    server.say(answer);
    const error = await rejection(read({ range: { start: 100, end: 199 } }));
    expect(error.message).toContain("the store answered with other bytes than those from 100 on");
  });

  test("is an error in a continuation, too", async () => {
    server.say(part(0, 400), part(0, 1_000, whole));
    expect((await rejection(read())).message).toContain("other bytes than those from 400 on");
  });
});

describe("An answer of another version, from a store that minds no condition", () => {
  test("is refused at the beginning", async () => {
    server.say(part(0, 1_000, { ...whole, ETag: '"two"' }));
    expect(await rejection(read({ ifMatch: "one" }))).toBeInstanceOf(ObjectChangedError);
  });

  test("is refused in the middle", async () => {
    server.say(part(0, 400), part(400, 1_000, { ETag: '"two"' }));
    expect(await rejection(read())).toBeInstanceOf(ObjectChangedError);
    expect(server.asked).toHaveLength(2);
  });
});

test("An object of unknown length is an error, not an empty object", async () => {
  server.say(part(0, 1_000, { ...whole, "Content-Length": undefined }));
  expect((await rejection(read())).message).toContain("the store does not say how long the object is");
  server.say(part(0, 100, { "Content-Range": "bytes 0-99/*" }));
  expect((await rejection(read({ range: { start: 0, end: 99 } }))).message).toContain(
    "does not say how long",
  );
  server.say((response) => response.writeHead(200, { ETag: etag, "Transfer-Encoding": "chunked" }).end());
  const store = await objectStore.open(server.connection(), hookServices());
  expect((await rejection(store.head("bucket", "k"))).message).toContain("does not say how long");
});
