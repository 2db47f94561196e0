// The formats of the source objects: what goes in comes out, and a failing source fails the packing.
import { PassThrough, Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import { packCsv } from "../../../../dags-ts/local/sample-data/pack-csv.ts";
import type { SampleDataFormat } from "../../../../dags-ts/local/sample-data/sample-data-options.ts";

const FORMATS: SampleDataFormat[] = ["zip", "gz", "csv"];

async function pack(format: SampleDataFormat, csv: Readable, signal?: AbortSignal): Promise<Buffer> {
  const output = new PassThrough();
  const [packed] = await Promise.all([
    buffer(output),
    packCsv(format, { csv, csvName: "a.csv", output, signal }),
  ]);
  return packed;
}

describe("packCsv", () => {
  test("puts one CSV of the given name into a zip", async () => {
    const zip = await fromBufferPromise(await pack("zip", Readable.from(["a,b\n", "1,2\n"])));
    const entries: [string, string][] = [];
    for await (const entry of zip.eachEntry()) {
      entries.push([entry.fileName, await text(await zip.openReadStreamPromise(entry))]);
    }
    expect(entries).toEqual([["a.csv", "a,b\n1,2\n"]]);
  });

  test("writes gzip and plain CSV", async () => {
    expect(gunzipSync(await pack("gz", Readable.from(["a,b\n", "1,2\n"]))).toString()).toBe("a,b\n1,2\n");
    expect((await pack("csv", Readable.from(["a,b\n", "1,2\n"]))).toString()).toBe("a,b\n1,2\n");
  });

  test.each(FORMATS)("fails with the source's own error: %s", async (format) => {
    const failing = Readable.from(
      (function* () {
        yield "a,b\n";
        throw new Error("source broke");
      })(),
    );
    await expect(pack(format, failing)).rejects.toThrow("source broke");
  });

  test.each(FORMATS)("stops reading an endless source when it is aborted: %s", async (format) => {
    const controller = new AbortController();
    let chunks = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          if (++chunks === 100) controller.abort();
          yield "x".repeat(1000);
        }
      })(),
    );
    await expect(pack(format, endless, controller.signal)).rejects.toThrow("aborted");
  });
});
