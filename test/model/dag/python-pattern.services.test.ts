// Regular expressions in Python's words, tried on the same texts in both languages.
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { pythonPattern } from "../../../src/model/dag/python-pattern.ts";
import { pythonEnvironment } from "../../services/python.ts";

const python = await pythonEnvironment();

const sources = [
  "^[a-z]+$",
  "^\\d+$",
  "^\\D+$",
  "^\\w+$",
  "^\\W+$",
  "^\\s$",
  "^\\S+$",
  "^.$",
  "^a.b$",
  "\\bword\\b",
  "\\Bord\\B",
  "^[\\s\\S]$",
  "^[^]$",
  "[]",
  "^[\\w-z]+$",
  "^[a-\\d]+$",
  "^[[&|~^-]+$",
  "^[^\\d_]+$",
  "a{,2}",
  "^a{2}$",
  "^{$",
  "^(?<x>a|b)+$",
  "(?<=a)b",
  "(?<!é)b",
  "^(?:x(?=y)|\\u00e9|\\x41)+",
  "^\\u{1F680}$",
  "^[\\u{1F600}-\\u{1F6FF}]$",
  "\\n$",
  "^\\cJ$",
  "^\\0$",
  "^[\\b]$",
  "^[$.*+?]+$",
  "^[\\]\\\\]+$",
  "^\\-\\/$",
  "^a|b$",
  "^(a*)*$",
  "^[a-z-]+$",
  "^[-a]+$",
  "^[^-]+$",
  "^[\\d-]+$",
  "^\\$$",
  ...[
    z.email(),
    z.uuid(),
    z.iso.datetime(),
    z.iso.date(),
    z.iso.time(),
    z.iso.duration(),
    z.ipv4(),
    z.ipv6(),
    z.cuid(),
    z.cuid2(),
    z.ulid(),
    z.nanoid(),
    z.base64(),
    z.base64url(),
    z.e164(),
    z.cidrv4(),
    z.cidrv6(),
    z.string().startsWith("a.b"),
    z.string().includes("[x]"),
    z.string().endsWith("$"),
    z.string().lowercase(),
  ].flatMap((schema) => String((z.toJSONSchema(schema) as { pattern?: string }).pattern ?? "x")),
];

const texts = [
  "",
  "a",
  "b",
  "ab",
  "word",
  "a word",
  "wordé",
  "éword",
  "éb",
  "ab\n",
  "a\nb",
  "a\u2028b",
  "a\rb",
  "\n",
  "\u2028",
  "1",
  "12",
  "٣",
  "é",
  "_",
  "-",
  "z",
  "a-1",
  "aa",
  "a{,2}",
  "{",
  "\u00a0",
  "\ufeff",
  "\u0085",
  "\u001c",
  " ",
  "🚀",
  "\0",
  "\b",
  "[&|~^-",
  "$.*+?",
  "]\\",
  "-/",
  "xyéA",
  "$",
  "me@example.com",
  "me@example.com\n",
  "2026-01-01",
  "2026-01-01T00:00:00Z",
  "06:00",
  "P1D",
  "127.0.0.1",
  "::1",
  "a.bc",
  "x[x]y",
  "x$",
  "c56a4180-65aa-42ec-a945-5fd21dec0538",
  "٢٠٢٦-01-01",
];

const script = `
import json, re, sys
patterns, texts = json.load(sys.stdin)
print(json.dumps([[re.search(p, t) is not None for t in texts] for p in patterns]))
`;

describe.skipIf(!python)("Python", () => {
  test("finds what JavaScript finds", async () => {
    const input = JSON.stringify([sources.map(pythonPattern), texts]);
    const { stdout } = await execa(python?.python ?? "", ["-W", "error", "-c", script], { input });
    const theirs: boolean[][] = JSON.parse(stdout);
    const differences = sources.flatMap((source, row) =>
      texts
        .filter((text, column) => readIn(source).test(text) !== theirs[row]?.[column])
        .map((text) => [source, text]),
    );
    expect(differences).toEqual([]);
    expect(theirs.flat().filter(Boolean).length).toBeGreaterThan(100);
  });
});

/** In Unicode mode where it can be read so. */
function readIn(source: string): RegExp {
  try {
    return new RegExp(source, "u");
  } catch {
    return new RegExp(source);
  }
}
