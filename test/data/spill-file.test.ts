import { mkdtempSync, readdirSync, readlinkSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { SpillError, SpillFile } from "../../src/data/spill/spill-file.ts";

afterEach(() => vi.unstubAllEnvs());

const openFiles = () =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return [];
    }
  });

describe("a temporary file", () => {
  test("gives back what was written, part by part", () => {
    const file = new SpillFile();
    file.append(Buffer.from("one"));
    file.append(Buffer.from("two"));
    const target = new Uint8Array(10);
    expect(file.read(target, 1, 2, 5)).toBe(3);
    expect(Buffer.from(target).toString("latin1")).toBe("\0etw\0\0\0\0\0\0");
    expect(file.read(target, 0, 6, 6)).toBe(0);
    file.close();
  });

  test.skipIf(process.platform !== "linux")("has no name while it is open, and nothing stays of it", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "windsock-test-"));
    vi.stubEnv("TMPDIR", folder);
    const file = new SpillFile();
    file.append(Buffer.from("text"));
    expect(readdirSync(folder)).toEqual([]);
    const open = () =>
      openFiles().filter((name) => name.startsWith(folder) && name.endsWith("/spill (deleted)"));
    expect(open()).toHaveLength(1);
    file.close();
    expect(open()).toEqual([]);
    rmdirSync(folder);
  });

  test("that cannot be made is explained", () => {
    vi.stubEnv("TMPDIR", "/no/such/folder");
    const file = new SpillFile();
    expect(() => file.append(Buffer.from("text"))).toThrow(SpillError);
    expect(() => file.append(Buffer.from("text"))).toThrow(
      /^The temporary folder \/no\/such\/folder cannot be used: ENOENT.*set TMPDIR to a folder with more\.$/s,
    );
  });
});
