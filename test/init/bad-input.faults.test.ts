// What `windsock init` cannot do: it says what, where and what to do, and leaves everything as it was.
import { chmodSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { InitFolder } from "./init-folder.ts";

const usage = "\nSee `windsock init --help`.";

interface Refusal {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** With `HERE` for the folder. */
  readonly message: string;
  readonly exitCode?: number;
}

const invalid = "Mend it, and run this again.";
const other = "or choose another folder: npx windsock init <folder>";

test.each<Refusal>([
  {
    what: "a file where the folder should be",
    files: { taken: "" },
    args: ["taken"],
    message: `HERE/taken/package.json cannot be read: a file is where a folder should be. Move that file away, ${other}`,
  },
  {
    what: "a file where the folder's folder should be",
    files: { taken: "" },
    args: ["taken/dags"],
    message: `HERE/taken/dags/package.json cannot be read: a file is where a folder should be. Move that file away, ${other}`,
  },
  {
    what: "a package.json that is a folder",
    files: { "package.json/x": "" },
    message: `HERE/package.json cannot be read: a folder is where a file should be. Move that folder away, ${other}`,
  },
  {
    what: "a package.json that is an array",
    files: { "package.json": "[]" },
    message: `HERE/package.json is not a JSON object. ${invalid}`,
  },
  {
    what: "a package.json with scripts that are none",
    files: { "package.json": '{"scripts": "build"}' },
    message: `HERE/package.json has a "scripts" that is not an object. ${invalid}`,
  },
  {
    what: "a package.json with a list of dependencies",
    files: { "package.json": '{"dependencies": ["zod"]}' },
    message: `HERE/package.json has a "dependencies" that is not an object. ${invalid}`,
  },
  {
    what: "another name than package.json has",
    files: { "package.json": '{"name": "site"}' },
    args: ["--name", "dags"],
    message: `HERE/package.json has the name "site" already. Leave out --name dags.${usage}`,
    exitCode: 2,
  },
  {
    what: "a folder that no package can be named after",
    args: ["日本"],
    message: `No package can be named after the folder "日本". Give a name: --name my-pipelines${usage}`,
    exitCode: 2,
  },
  {
    what: "a folder with the name of a package that the project depends on",
    args: ["windsock"],
    message: `No package can be named after the folder "windsock". Give a name: --name my-pipelines${usage}`,
    exitCode: 2,
  },
  {
    what: "a package manager that is not known",
    args: ["--package-manager", "bun"],
    message: `--package-manager bun is not one of npm, pnpm, yarn.${usage}`,
    exitCode: 2,
  },
  {
    what: "an option that is not known",
    args: ["--template", "x"],
    message: `Unknown option \`--template\`.${usage}`,
    exitCode: 2,
  },
  { what: "two folders", args: ["a", "b"], message: `Unused args: \`b\`.${usage}`, exitCode: 2 },
])("$what", async ({ files = {}, args = [], message, exitCode = 1 }) => {
  using here = new InitFolder(files);
  const before = here.content();
  const result = await here.init([...args, "--no-install"]);
  expect(result).toEqual({ exitCode, stdout: "", stderr: message.replaceAll("HERE", here.folder) });
  expect(here.content()).toEqual(before);
});

test("a package.json that is not JSON", async () => {
  using here = new InitFolder({ "package.json": '{"name": }' });
  const { exitCode, stdout, stderr } = await here.init(["--no-install"]);
  expect(stderr.startsWith(`${here.folder}/package.json is not valid JSON: `)).toBe(true);
  expect(stderr.endsWith(invalid)).toBe(true);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(Object.keys(here.content())).toEqual(["package.json"]);
});

test.each(["Dags", "my dags", "@acme/", "../dags", ".dags", "zod", "a".repeat(215)])(
  "the name %s",
  async (name) => {
    using here = new InitFolder();
    const { exitCode, stdout, stderr } = await here.init(["--no-install", "--name", name]);
    expect(stderr).toMatch(/^--name .* cannot be: .*\. Write for example --name my-pipelines\.\n/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(here.content()).toEqual({});
  },
);

test.each([
  [".vscode", "launch.json"],
  ["dags-ts", "daily-listings.test.ts"],
  ["sample-data", "listings/2026-01-01.csv"],
])("a file of theirs where the folder %s is needed; without it, it goes on", async (folder, first) => {
  using here = new InitFolder({ [folder]: "" });
  const { exitCode, stderr } = await here.init(["--no-install"]);
  expect(stderr).toBe(
    `${here.folder}/${folder}/${first} cannot be written: a file is where a folder should be. Move that file away, ${other}`,
  );
  expect(exitCode).toBe(1);
  rmSync(path.join(here.folder, folder));
  expect(await here.init(["--no-install"])).toMatchObject({ exitCode: 0 });
  expect(here.content()).toHaveProperty([`${folder}/${first}`]);
});

// Nobody, where root runs the tests: no folder refuses root.
const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

test("a folder that may not be written to", async () => {
  using here = new InitFolder();
  chmodSync(path.dirname(here.folder), 0o755);
  chmodSync(here.folder, 0o555);
  for (const [args, file] of [
    [[], "package.json"],
    [["dags"], "dags/package.json"],
  ] as const) {
    const { exitCode, stdout, stderr } = await here.init([...args, "--no-install"], asNobody);
    expect(stderr).toBe(
      `${here.folder}/${file} cannot be written: permission is denied. Give yourself the right, ${other}`,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  }
});

test("a package.json that may not be read", async () => {
  using here = new InitFolder({ "package.json": "{}" });
  chmodSync(path.dirname(here.folder), 0o755);
  chmodSync(path.join(here.folder, "package.json"), 0);
  const { exitCode, stderr } = await here.init(["--no-install"], asNobody);
  expect(stderr).toBe(
    `${here.folder}/package.json cannot be read: permission is denied. Give yourself the right, ${other}`,
  );
  expect(exitCode).toBe(1);
});

test("packages that cannot be had: the files stay, and what to do is said", async () => {
  using here = new InitFolder();
  const noNetwork = { npm_config_registry: "http://127.0.0.1:1", npm_config_fetch_retries: "0" };
  const cache = path.join(here.folder, "../cache");
  const { exitCode, stdout, stderr } = await here.init([], {
    env: { ...noNetwork, npm_config_cache: cache },
  });
  expect(stderr).toContain("ECONNREFUSED");
  expect(stderr).toMatch(
    `npm install failed with exit code 1, and said why above. The files are there. Run in ${here.folder}: npm install`,
  );
  expect(stdout).toContain("created  package.json");
  expect(stdout).not.toContain("ready");
  expect(exitCode).toBe(1);
  expect(Object.keys(here.content())).toContain("dags-ts/daily-listings.ts");
});

test("a package manager that is not installed", async () => {
  using here = new InitFolder();
  const { exitCode, stderr } = await here.init(["--package-manager", "yarn"], {
    env: { PATH: here.folder },
  });
  expect(stderr).toBe(
    `There is no program yarn, so the packages are not installed. The files are there. Run in ${here.folder}: yarn install`,
  );
  expect(exitCode).toBe(1);
});
