// `npx windsock init` of the tarball, in folders of people who have nothing but Node and a package manager.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { type CommandResult, StrangerProject } from "./stranger-project.ts";

const { tarball } = inject("packed");

const projects: StrangerProject[] = [];
afterAll(() => Promise.all(projects.map((project) => project.remove())));

async function stranger(...args: Parameters<typeof StrangerProject.empty>): Promise<StrangerProject> {
  const project = await StrangerProject.empty(...args);
  projects.push(project);
  return project;
}

/** The package is not on a registry yet: `npx` gets it from the tarball, and so does the project that it makes. */
const init = `npx --yes --package="${tarball}" windsock init --no-install`;

/** What a new project does at once. */
const scripts = ["npm run build", "npm start", "npm test", "npm run check", "npx windsock build --check"];

function expectSuccess(command: string, { exitCode, stdout, stderr }: CommandResult): void {
  expect({ command, exitCode, stdout, stderr }).toEqual({ command, exitCode: 0, stdout, stderr });
}

test("docs/your-own-project.md leads from nothing to a pipeline, and so does the CI that is made", async () => {
  const project = await stranger("npm");
  const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/your-own-project.md"), "utf8");
  const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block?.trim().split("\n") ?? [])
    .map((line) => line.split(/ +#/)[0] ?? "")
    // It runs until it is stopped; test/airflow/ does so.
    .filter((line) => !/^npx windsock airflow/.test(line));
  const [first = "", second = "", ...rest] = commands;
  const name = /^npx windsock init (\S+)$/.exec(first)?.[1] ?? "";
  expect(second).toBe(`cd ${name}`);
  expectSuccess(first, await project.shell(`${init} ${name}`));
  expectSuccess("npm install", await project.shell(`npm install "${tarball}"`, name));
  expect(rest.length).toBeGreaterThan(4);
  for (const command of rest) {
    const watches = command.startsWith("npx windsock dev");
    const result = watches
      ? await project.shellUntil(": success in", command, name)
      : await project.shell(command, name);
    expectSuccess(command, result);
  }
  const steps = [...(await project.read(`${name}/.github/workflows/ci.yml`)).matchAll(/- run: (.*)/g)];
  expect(steps.map(([, command]) => command)).toContain("npx windsock build --check");
  for (const [, command = ""] of steps) expectSuccess(command, await project.shell(command, name));
});

test("a project that is there gets what it lacks, installed, and keeps what it has", async () => {
  const project = await stranger("npm");
  const test = 'echo "Error: no test specified" && exit 1';
  const manifest = { name: "ours", version: "1.0.0", main: "index.js", type: "commonjs", scripts: { test } };
  await project.write("package.json", JSON.stringify(manifest, null, 4));
  const theirs = {
    "tsconfig.json": '{ "files": ["index.ts"] }\n',
    "index.ts": "export {};\n",
    "README.md": "# Ours\n",
  };
  for (const [file, text] of Object.entries(theirs)) await project.write(file, text);
  await project.install(tarball);
  const before = JSON.parse(await project.read("package.json"));
  const made = await project.windsock(["init"]);
  expectSuccess("init", made);
  expect(made.stdout).toContain("  changed  package.json (added script build,");
  const after = JSON.parse(await project.read("package.json"));
  expect(after).toMatchObject({ ...before, scripts: {} });
  for (const [file, text] of Object.entries(theirs)) expect(await project.read(file)).toBe(text);
  for (const command of scripts) expectSuccess(command, await project.shell(command));
});

test("a package that is made inside another one is installed there", async () => {
  const project = await stranger("npm");
  await project.write("package.json", '{ "name": "outer" }');
  await project.write(
    "inner/package.json",
    JSON.stringify({ dependencies: { windsock: `file:${tarball}` } }),
  );
  expectSuccess("init", await project.shell(`${init.replace(" --no-install", "")} inner`));
  for (const command of scripts) expectSuccess(command, await project.shell(command, "inner"));
  expect(await project.read("package.json")).toBe('{ "name": "outer" }');
});

test("pnpm installs it, and its CI is in pnpm's words", async () => {
  const project = await stranger("pnpm");
  expectSuccess("init", await project.shell(`${init} --package-manager pnpm`));
  const pnpm = "npx -y pnpm@12.21.0";
  expectSuccess("pnpm add", await project.shell(`${pnpm} add "${tarball}"`));
  for (const script of ["build", "start", "test", "check"])
    expectSuccess(script, await project.shell(`${pnpm} run ${script}`));
  expect(await project.read(".github/workflows/ci.yml")).toContain(
    "- run: pnpm exec windsock build --check\n",
  );
});
