// docs/data.md shows programs that run, and what they print.
import { readFileSync } from "node:fs";
import path from "node:path";
import { transform } from "esbuild";
import { execa } from "execa";
import { describe, expect, test } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(repository, "docs/data.md"), "utf8");
const examples = [...page.matchAll(/^## (\w+)\n.*?```ts\n(.*?)```\n\n```text\n(.*?)\n```/gms)].map(
  ([, name = "", code = "", output = ""]) => ({ name, code, output }),
);

describe("the page about windsock/data", () => {
  test("has an example of each thing that it lists", () => {
    const listed = [...page.matchAll(/^\| \[`(\w+)`\]/gm)].map(([, name]) => name);
    expect(examples.map(({ name }) => name)).toEqual(listed);
    expect(listed.length).toBeGreaterThan(5);
  });

  test.each(examples)("shows what $name prints", async ({ code, output }) => {
    const { code: program } = await transform(code, { loader: "ts", format: "esm" });
    const { stdout } = await execa("node", ["--input-type=module", "--eval", program], { cwd: repository });
    expect(stdout).toBe(output);
  });
});
