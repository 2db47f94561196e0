// Pieces of logs, and what is found in them.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorIn } from "../../src/runs/history/find-error.ts";
import { lastPiece, pieceAfter, pieceFrom, pieceSize } from "../../src/runs/history/log-file.ts";
import { searchLog } from "../../src/runs/history/search-log.ts";

let folder: string;
let file: string;
const { signal } = new AbortController();

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "log-"));
  file = path.join(folder, "attempt-1.log");
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (n: number) => `INFO    line ${String(n).padStart(6, "0")} zürich\n`;
const lines = Array.from({ length: 20_000 }, (_, n) => line(n)).join("");

describe("a piece of a log", () => {
  test("is all of a short one, without what colours a terminal", () => {
    expect(lastPiece(file)).toBeNull();
    writeFileSync(file, "\u001b[31mred\u001b[0m\r\nend");
    expect(lastPiece(file)).toEqual({ text: "red\nend", from: 0, to: 17, size: 17 });
    expect(pieceAfter(file, 14)).toEqual({ text: "end", from: 14, to: 17, size: 17 });
    expect(pieceAfter(file, 99)).toMatchObject({ text: "", from: 17, to: 17 });
  });

  test("has whole lines alone, and the next one goes on where it ends", () => {
    writeFileSync(file, lines);
    const last = lastPiece(file);
    expect(last?.to).toBe(Buffer.byteLength(lines));
    expect(last?.text.startsWith("INFO    line ")).toBe(true);
    expect(last?.text.length).toBeGreaterThan(pieceSize / 2);
    let read = "";
    for (let at = 0; at < Buffer.byteLength(lines); ) {
      const piece = pieceAfter(file, at);
      expect(piece?.from).toBe(at);
      read += piece?.text ?? "";
      at = piece?.to ?? Number.NaN;
    }
    expect(read).toBe(lines);
    expect(pieceFrom(file, 5)?.text.startsWith(line(1))).toBe(true);
  });

  test("grows without the half of a character", () => {
    writeFileSync(file, Buffer.from("zü").subarray(0, 2));
    expect(lastPiece(file)).toMatchObject({ text: "z", to: 1, size: 2 });
    writeFileSync(file, "zürich");
    expect(pieceAfter(file, 1)?.text).toBe("ürich");
  });

  test("is cut out of a line that is longer than it, of however many megabytes", () => {
    writeFileSync(file, "");
    // A hole: it takes no room.
    truncateSync(file, 600 * 1024 * 1024);
    appendFileSync(file, "the end");
    const piece = lastPiece(file);
    expect(piece?.text.endsWith("the end")).toBe(true);
    expect(piece?.text.length).toBeLessThanOrEqual(pieceSize);
    expect(pieceAfter(file, 0)?.to).toBe(pieceSize);
  });
});

describe("a search", () => {
  test("finds lines in whatever case, and where they begin", async () => {
    writeFileSync(file, lines);
    const { matches, isCut } = await searchLog(file, "LINE 012345 ZÜRICH", signal);
    expect([matches.length, isCut]).toEqual([1, false]);
    expect(matches[0]?.line).toBe(line(12_345).trimEnd());
    expect(pieceAfter(file, matches[0]?.at ?? 0)?.text.startsWith(line(12_345))).toBe(true);
  });

  test("ends after two hundred lines, and shows no more than five hundred letters of one", async () => {
    writeFileSync(file, lines);
    expect(await searchLog(file, "info", signal)).toMatchObject({ isCut: true, matches: { length: 200 } });
    writeFileSync(file, `${"x".repeat(9000)}needle\n`);
    const { matches } = await searchLog(file, "needle", signal);
    expect(matches).toEqual([{ at: 0, line: `${"x".repeat(500)}…` }]);
  });

  test("finds nothing where there is no log, and stops when nobody waits", async () => {
    expect(await searchLog(file, "x", signal)).toEqual({ matches: [], isCut: false });
    writeFileSync(file, lines);
    await expect(searchLog(file, "nothing", AbortSignal.abort())).rejects.toThrow("aborted");
  });
});

test("the error of a try is the last one that was logged, with its stack", () => {
  expect(errorIn("INFO    fine\n")).toBeNull();
  const log =
    "ERROR   first\nINFO    then\nERROR   RangeError: no\n            at read (dags-ts/a.ts:1:2)\n        Caused by x\nINFO    end\n";
  expect(errorIn(log)).toBe("RangeError: no\n    at read (dags-ts/a.ts:1:2)\nCaused by x");
});
