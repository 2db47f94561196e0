// `windsock init` in folders of all kinds: what is made, what is kept, and what is said of it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { InitFolder } from "./init-folder.ts";

const own = JSON.parse(readFileSync(path.join(import.meta.dirname, "../../package.json"), "utf8"));

const made = [
  ".github/workflows/ci.yml",
  ".gitignore",
  ".vscode/launch.json",
  "README.md",
  "dags-ts/daily-listings.test.ts",
  "dags-ts/daily-listings.ts",
  "dags-ts/local.env",
  "dags-ts/operators/summarize-prices.ts",
  "package.json",
  "sample-data/listings/2026-01-01.csv",
  "tsconfig.json",
];

test("makes a project of a folder that is not there, and says file by file what it did", async () => {
  using here = new InitFolder();
  const { exitCode, stdout, stderr } = await here.init(["Jörg's DAGs/new", "--no-install"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(Object.keys(here.content())).toEqual(made.map((file) => `Jörg's DAGs/new/${file}`));
  const [files, next] = stdout.split("\n\nready What to do next:\n\n");
  expect(files?.split("\n").sort()).toEqual(made.map((file) => `  created  ${file}`));
  expect(next?.split("\n").map((line) => line.trim())).toEqual([
    "cd 'Jörg'\\''s DAGs/new'",
    "npm install",
    "npm run build",
    "npm run start",
    "npm run test",
    "npm run check",
  ]);
});

test("depends on the versions that this package works and is tested with", async () => {
  using here = new InitFolder({}, "Jörg's DAGs");
  await here.init(["--no-install"]);
  expect(JSON.parse(here.read("package.json"))).toMatchObject({
    name: "jorg-s-dags",
    type: "module",
    dependencies: { windsock: `^${own.version}`, zod: own.peerDependencies.zod },
    devDependencies: { typescript: own.devDependencies.typescript, vitest: own.devDependencies.vitest },
  });
});

test("changes nothing the second time", async () => {
  using here = new InitFolder();
  await here.init(["--no-install"]);
  const before = here.content();
  const { exitCode, stdout } = await here.init(["--no-install"]);
  expect(exitCode).toBe(0);
  expect(stdout.match(/^ {2}kept/gm)).toHaveLength(made.length);
  expect(stdout).not.toMatch(/created|changed|left out/);
  expect(here.content()).toEqual(before);
});

test("adds to a package.json what it lacks, in its own style, and nothing else", async () => {
  const lines = [
    "\uFEFF{",
    '\t"name": "@acme/site",',
    '\t"scripts": {',
    '\t\t"test": "jest"',
    "\t},",
    '\t"peerDependencies": {',
    '\t\t"zod": "^4.3.0"',
    "\t},",
    '\t"dependencies": {',
    '\t\t"windsock": "file:../windsock.tgz"',
    "\t},",
    '\t"odd": [',
    "\t\t1",
    "\t]",
    "}",
  ];
  using here = new InitFolder({ "package.json": lines.join("\r\n") });
  const { stdout } = await here.init(["--no-install"]);
  const scripts = [
    '\t\t"test": "jest",',
    '\t\t"build": "windsock build",',
    '\t\t"dev": "windsock dev",',
    '\t\t"start": "windsock build && windsock run daily-listings --from 2026-01-01 --to 2026-01-01",',
    '\t\t"check": "tsc --noEmit"',
  ];
  const packages = [
    "\t],",
    '\t"devDependencies": {',
    `\t\t"typescript": "${own.devDependencies.typescript}",`,
    `\t\t"vitest": "${own.devDependencies.vitest}"`,
    "\t}",
    "}",
  ];
  const expected = [...lines.slice(0, 3), ...scripts, ...lines.slice(4, -2), ...packages];
  expect(here.read("package.json").split("\r\n")).toEqual(expected);
  expect(stdout).toContain(
    "  changed  package.json (added script build, script dev, script start, script check, typescript, vitest; " +
      "the scripts test are yours)\n",
  );
  expect(stdout).toContain("\n  npm run start\n  npx vitest run\n  npm run check");
});

test.each([
  ["one line", '{"name":"x"}', /^\{"name":"x","scripts":\{"build":.*\}\}$/],
  ["empty", "{}\n", /^\{\n {2}"scripts": \{\n {4}"build"[\s\S]*\n\}\n$/],
  [
    "no test, as npm init says it",
    '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}',
    /"test":"vitest run"/,
  ],
])("keeps the style of a package.json: %s", async (_what, text, expected) => {
  using here = new InitFolder({ "package.json": text });
  await here.init(["--no-install"]);
  expect(here.read("package.json")).toMatch(expected);
});

test("leaves every file alone that is there, and says what to add to it", async () => {
  const theirs = {
    "tsconfig.json": "{}",
    ".gitignore": "/node_modules\n.env\n",
    "README.md": "# Ours\n",
  };
  using here = new InitFolder({ "package.json": '{"name":"x"}', ...theirs });
  const { stdout } = await here.init(["--no-install"]);
  expect(here.content()).toMatchObject(theirs);
  expect(stdout).toContain("  kept     .gitignore (add to it: out/ generated/bundles/)\n");
  expect(stdout).toContain("  kept     README.md\n");
  // Their tsconfig.json is for other sources.
  expect(stdout).toContain("  created  dags-ts/tsconfig.json\n");
  expect(JSON.parse(here.read("package.json")).scripts.check).toBe("tsc --noEmit -p dags-ts");
  const again = await here.init(["--no-install"]);
  expect(again.stdout).toContain("  kept     dags-ts/tsconfig.json\n");
  expect(again.stdout).toContain("  kept     package.json\n");
});

test("leaves out what only the root of a repository or a workspace may have", async () => {
  using root = new InitFolder({
    ".git/HEAD": "",
    "package.json": "{}",
    "pnpm-lock.yaml": "",
    "pnpm-workspace.yaml": "packages: [pipelines]\n",
  });
  const { stdout } = await root.init(["pipelines", "--no-install"]);
  expect(Object.keys(root.content("pipelines"))).toEqual(
    made.filter((file) => !file.startsWith(".github/")).map((file) => `pipelines/${file}`),
  );
  expect(stdout).toContain("  left out .github/workflows/ci.yml (GitHub reads it in the root");
  expect(stdout).toContain("  left out pnpm-workspace.yaml (the workspace has one; add to it: allowBuilds:");
  expect(stdout).toContain("\n  pnpm install\n");
});

test("gives a name to a package without one only when it is told", async () => {
  using here = new InitFolder({ "package.json": '{"private":true}' });
  await here.init(["--no-install"]);
  expect(JSON.parse(here.read("package.json")).name).toBeUndefined();
  await here.init(["--no-install", "--name", "@acme/pipelines"]);
  expect(here.read("package.json")).toMatch(/^\{"name":"@acme\/pipelines","private":true/);
});
