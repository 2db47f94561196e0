// The masker in Python, which Airflow runs, is the one in TypeScript: the same names, secrets, forms and text.
import path from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { findSecrets } from "../../src/model/secrets/find-secrets.ts";
import { Masker } from "../../src/model/secrets/masker.ts";
import { secretForms } from "../../src/model/secrets/secret-forms.ts";
import { namesAnywhere, nameWords } from "../../src/model/secrets/secret-names.ts";
import { otherNames, secretNames } from "../model/secrets/names.ts";
import { leftOver, vectors } from "../model/secrets/vectors.ts";
import { plainPython } from "../services/python.ts";

const python = await plainPython();

/** Runs `program` with the module and `given` at hand. It leaves what JSON can carry in `result`. */
async function inPython<T>(program: string, given: unknown): Promise<T> {
  const lines = [
    "import json, sys, masking",
    "given = json.load(sys.stdin)",
    program,
    "print(json.dumps(result))",
  ];
  const { stdout } = await execa(python ?? "", ["-c", lines.join("\n")], {
    input: JSON.stringify(given),
    env: { PYTHONPATH: path.resolve(import.meta.dirname, "../../src/python"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  return JSON.parse(stdout) as T;
}

const awkward = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(..."aZ09\"'\\<>&%+ =/-_.~!$`(){}[]:;,?#@|*^\n\r\té✓𝄞"), maxLength: 30 }),
  fc.constantFrom(
    "-----BEGIN KEY-----\nabcdefgh\r\nijk\n-----END KEY-----",
    "a\\nlong line\\nanother",
    "\u0000\u007f\u0085",
  ),
);

describe.skipIf(!python)("the masker in Python", () => {
  test("has the same names", async () => {
    const names = [...secretNames, ...otherNames];
    const program =
      "result = [masking.NAMES_ANYWHERE, masking.NAME_WORDS, [*map(masking.is_secret_name, given)]]";
    expect(await inPython(program, names)).toEqual([
      namesAnywhere,
      nameWords,
      names.map((name) => secretNames.includes(name)),
    ]);
  });

  test("finds the same secrets", async () => {
    const values = [
      ...fc.sample(fc.jsonValue({ stringUnit: "binary" }), 200).map((value) => ({ secret: value })),
      ...fc.sample(fc.dictionary(fc.constantFrom("token", "a", "pwd"), fc.json()), 200),
      { url: "postgres://u:p%40%C3%A9ss@h/db?password=x%zz", dsn: "host=h password='two words' pwd=\"3\"" },
      { Authorization: "bearer abc", secret: ["false", "None", " [1, 2.5] ", '"text"', "{no JSON"] },
    ];
    const found = await inPython<string[][]>(
      "result = [sorted(set(masking.find_secrets(v))) for v in given]",
      values,
    );
    // Numbers that are not whole are written in other ways.
    const texts = (secrets: Iterable<string>) =>
      [...secrets].filter((text) => !/^-?[\d.]+(e[+-]?\d+)?$/.test(text)).sort();
    expect(found.map(texts)).toEqual(values.map((value) => texts(findSecrets(value))));
  });

  test("makes the same forms", async () => {
    const secrets = [...vectors.map(({ secret }) => secret), ...fc.sample(awkward, 300)];
    const forms = await inPython<string[][]>(
      "result = [sorted(masking.secret_forms(s)) for s in given]",
      secrets,
    );
    expect(forms.map((some) => some.sort())).toEqual(
      secrets.map((secret) => [...secretForms(secret)].sort()),
    );
  });

  test("finds what tools make of a secret", async () => {
    const texts = vectors.map(({ forms }) => Object.values(forms));
    const program =
      "result = [[masking.Masker([s]).text('before ' + t + ' after') for t in texts] for s, texts in given]";
    const masked = await inPython<string[][]>(
      program,
      vectors.map(({ secret }, index) => [secret, texts[index]]),
    );
    expect(
      masked.map((some, index) => some.map((text) => leftOver(vectors[index]?.secret ?? "", text))),
    ).toEqual(texts.map((some) => some.map(() => [])));
  });

  describe("masks a stream in the same way", () => {
    const secrets = ["hunter", "hunter2-and-more", "aaaaab", ...vectors.map(({ secret }) => secret)];
    const text = fc
      .array(
        fc.oneof(fc.constantFrom(...secrets, "hunter2-an", "aaaa", " ", "\n"), fc.string({ maxLength: 5 })),
        {
          maxLength: 12,
        },
      )
      .map((parts) => parts.join(""));
    let cases: { pieces: string[]; whole: string }[];
    let masked: string[];

    beforeAll(async () => {
      cases = fc
        .sample(fc.tuple(text, fc.array(fc.nat(400), { maxLength: 20 })), 200)
        .map(([whole, cuts]) => {
          const bytes = Buffer.from(whole);
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ];
          return {
            whole,
            pieces: places.slice(1).map((to, index) => bytes.subarray(places[index], to).toString("hex")),
          };
        });
      const program = [
        "result = []",
        "for pieces in given[1]:",
        "    m = masking.Masker(given[0])",
        "    shown = [m.push(bytes.fromhex(p)) for p in pieces]",
        "    result.append((b''.join(shown) + m.end()).decode())",
      ].join("\n");
      masked = await inPython<string[]>(program, [secrets, cases.map(({ pieces }) => pieces)]);
    });

    test("whatever pieces it comes in", () => {
      const masker = new Masker({ connections: [], variables: { secret: JSON.stringify(secrets) } });
      expect(masked).toEqual(cases.map(({ whole }) => masker.text(whole)));
    });
  });
});
