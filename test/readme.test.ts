// The README promises nothing that is not there: its code is tested code, its commands exist.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";

const repository = path.resolve(import.meta.dirname, "..");
const readme = readFileSync(path.join(repository, "README.md"), "utf8");
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(repository, "package.json"), "utf8"),
).scripts;

const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text]) => text ?? "",
  );

const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .flatMap((line) => (line.split(/\s+#/)[0] ?? "").split("&&"))
  .map((command) => command.trim())
  .filter(Boolean);

describe("the README", () => {
  test.each(blocks("ts").map((block) => block.split(/\n([\s\S]*)/)))("shows %s as it is", (head, code) => {
    const file = path.join(repository, head?.replace("// ", "") ?? "");
    expect(readFileSync(file, "utf8")).toBe(code);
  });

  test("names no npm script that does not exist", () => {
    const named = commands
      .map((command) => /^npm (?:run )?(\S+)/.exec(command)?.[1])
      .filter((name) => name !== "ci" && name !== "install");
    const known = named.filter((name) => name !== undefined);
    expect(known.length).toBeGreaterThan(2);
    expect(known.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("uses only options that the commands have", async () => {
    for (const command of commands.filter((text) => text.startsWith("npx windsock "))) {
      const [name = "", ...rest] = command.replace("npx windsock ", "").split(" ");
      const main = path.join(repository, "dist/cli/main.js");
      const { stdout } = await execa("node", [main, name, "--help"]);
      for (const option of rest.filter((word) => word.startsWith("--"))) expect(stdout).toContain(option);
    }
  });

  test("leads to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target ?? "");
    const local = links.filter((target) => !target.includes("://"));
    expect(local.length).toBeGreaterThan(2);
    expect(local.filter((target) => !existsSync(path.join(repository, target)))).toEqual([]);
  });
});
