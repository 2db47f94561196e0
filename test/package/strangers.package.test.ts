// The package as somebody meets it who installs it and follows the README.
import { cp, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { laterNodes, nodeProgram } from "../services/node.ts";
import { type StrangerOptions, StrangerProject } from "./stranger-project.ts";

const { tarball } = inject("packed");

const oneDay = ["run", "count-listings", "--from", "2026-01-01", "--to", "2026-01-01"] as const;

const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, allowImportingTsExtensions: true };

interface Stranger extends StrangerOptions {
  readonly zod: string;
  readonly typescript: string;
}

// The values of each column are spread over few projects: what goes wrong rarely takes two of them.
const strangers: Readonly<Record<string, Stranger>> = {
  "npm, ES modules, nodenext, this Node, the newest zod": {
    manager: "npm",
    manifest: { type: "module" },
    tsconfig: { compilerOptions: { ...compilerOptions, module: "nodenext" }, include: ["dags-ts"] },
    zod: "4.6.7",
    typescript: "6.0.3",
  },
  "pnpm, CommonJS, bundler, Node 22, the oldest zod": {
    manager: "pnpm",
    node: laterNodes[22],
    manifest: {},
    tsconfig: {
      compilerOptions: {
        ...compilerOptions,
        target: "es2023",
        lib: ["es2023"],
        module: "esnext",
        moduleResolution: "bundler",
      },
      include: ["dags-ts"],
    },
    zod: "4.2.0",
    typescript: "5.9.3",
  },
  "yarn, CommonJS, nodenext, Node 24, the newest zod": {
    manager: "yarn",
    node: laterNodes[24],
    manifest: { license: "UNLICENSED" },
    tsconfig: {
      compilerOptions: {
        ...compilerOptions,
        lib: ["es2023"],
        module: "nodenext",
        exactOptionalPropertyTypes: true,
      },
      include: ["dags-ts"],
    },
    zod: "4.6.7",
    typescript: "7.0.2",
  },
};

const projects = new Map<string, StrangerProject>();

beforeAll(async () => {
  // Side by side: installing is mostly waiting.
  const installed = Object.entries(strangers).map(async ([name, stranger]) => {
    const project = await StrangerProject.create(stranger);
    projects.set(name, project);
    const { zod, typescript } = stranger;
    await project.install(tarball, `zod@${zod}`, `typescript@${typescript}`, "vitest@4.1.12");
  });
  await Promise.all(installed);
});
afterAll(() => Promise.all([...projects.values()].map((project) => project.remove())));

function projectWith(name: string): StrangerProject {
  const project = projects.get(name);
  if (!project) throw new Error(`There is no project with ${name}.`);
  return project;
}

describe.each(Object.keys(strangers))("a project with %s", (name) => {
  test("type-checks the README's DAGs by the package's own types", async () => {
    expect(await projectWith(name).npx("tsc")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("builds them, and finds them up to date then", async () => {
    const project = projectWith(name);
    const built = await project.windsock(["build"]);
    expect(built.stderr).toBe("");
    expect(built.stdout).toContain("built 2 DAGs, 3 tasks");
    const checked = await project.windsock(["build", "--check"]);
    expect(checked.stdout).toBe("up to date generated/ is what its sources generate");
    expect(checked.exitCode).toBe(0);
    expect(await project.read("generated/windsock_first_dags.py")).toContain("def node_tasks(");
    expect(await project.read("generated/count_listings.py")).toMatch(/^#.* then run npx windsock build\n/);
  });

  test("runs one of them", async () => {
    const { exitCode, stderr } = await projectWith(name).windsock([...oneDay]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  test("runs one task by hand", async () => {
    const bundle = "generated/bundles/count-listings/count_rows.mjs";
    const { exitCode, stdout } = await projectWith(name).node(bundle, "--date", "2026-01-01");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ rows: 3 });
  });

  test("tests them", async () => {
    const { exitCode, stdout } = await projectWith(name).npx("vitest", "run");
    expect(stdout).toContain("2 passed");
    expect(exitCode).toBe(0);
  });
});

describe("whoever lacks something is told what, and what to do", () => {
  const project = () => projectWith("npm, ES modules, nodenext, this Node, the newest zod");

  test("a Node that is too old", async () => {
    const node = await nodeProgram("18.20.8");
    const program = path.join(project().folder, "node_modules/windsock/dist/cli/main.js");
    const { exitCode, stderr } = await execa(node, [program, "build"], { reject: false });
    expect(stderr).toBe(`windsock needs Node.js 20.19 or later, and this is Node.js v18.20.8 (${node}).`);
    expect(exitCode).toBe(1);
  });

  test("the packages of an embedded warehouse; with them, it works", async () => {
    const connection = JSON.stringify({ conn_type: "pglite", extra: { path: "out/warehouse" } });
    const command = "npm install @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17";
    const message = (connId: string) =>
      `Connection "${connId}" is an embedded warehouse (type "pglite"), and the packages that it is made of ` +
      `are not installed. Run: ${command}`;
    const env = { AIRFLOW_CONN_AWS_CONN: connection };
    const run = await project().windsock([...oneDay], env);
    expect(run.stderr).toBe(
      `DAG "count-listings" cannot start:\n  - Task "count_rows": ${message("aws_conn")}`,
    );
    const query = () => project().windsock(["sql", "select 1 as one", "--format", "csv"], env);
    expect(await query()).toMatchObject({ exitCode: 1, stderr: message("aws_conn") });
    expect(await project().shell(command)).toMatchObject({ exitCode: 0 });
    expect(await query()).toMatchObject({ exitCode: 0, stdout: "one\n1" });
  });

  test("a second copy of zod", async () => {
    const folder = await realpath(path.join(project().folder, "node_modules"));
    await cp(path.join(folder, "zod"), path.join(folder, "windsock/node_modules/zod"), { recursive: true });
    await refused(
      `The project's zod is in ${folder}/zod, and windsock gets another copy, in ${folder}/windsock/node_modules/zod.`,
    );
    await rm(path.join(folder, "windsock/node_modules"), { recursive: true });
  });

  test("a zod of another version, or none", async () => {
    const folder = await realpath(project().folder);
    await project().install("zod@3.25.76", "--legacy-peer-deps");
    await refused(
      `The project's zod, in ${folder}/node_modules/zod, is version 3.25.76, and windsock works with ^4.2.0. ` +
        `Run in ${folder}: npm install zod@^4.2.0`,
    );
    await rm(path.join(folder, "node_modules/zod"), { recursive: true });
    await refused(
      "The project has no zod, which its operators describe their input with. " +
        `Run in ${folder}: npm install zod@^4.2.0`,
    );
  });

  async function refused(message: string): Promise<void> {
    for (const args of [["build"], oneDay]) {
      const { exitCode, stdout, stderr } = await project().windsock([...args]);
      expect(stderr).toContain(message);
      expect(stderr.split("\n")).toHaveLength(1);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    }
  }
});
