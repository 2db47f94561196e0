// What a new project's .vscode/launch.json starts: an editor that does as it says stops in the TypeScript.
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { command, InitFolder } from "./init-folder.ts";

const repository = path.resolve(import.meta.dirname, "../..");

interface Launch {
  readonly configurations: readonly {
    readonly program: string;
    readonly preLaunchTask?: string;
    readonly args: readonly string[];
    readonly outFiles?: readonly string[];
  }[];
  readonly inputs: readonly { readonly id: string; readonly default: string }[];
}

test("starts a bundle that exists after a build, and whose source map leads to the project's files", async () => {
  using here = new InitFolder();
  await here.init(["--no-install"]);
  mkdirSync(path.join(here.folder, "node_modules"));
  symlinkSync(repository, path.join(here.folder, "node_modules/windsock"));
  for (const name of ["zod", "vitest"])
    symlinkSync(path.join(repository, "node_modules", name), path.join(here.folder, "node_modules", name));
  const { configurations, inputs }: Launch = JSON.parse(here.read(".vscode/launch.json"));
  const filled = (text: string) =>
    text
      .replaceAll(/\$\{workspaceFolder\}/g, here.folder)
      .replaceAll(/\$\{input:(\w+)\}/g, (_, id) => inputs.find((input) => input.id === id)?.default ?? "");
  const [task, tests] = configurations;
  expect(task?.preLaunchTask).toBe("npm: build");
  expect(JSON.parse(here.read("package.json")).scripts.build).toBe("windsock build");
  await execa(process.execPath, [command, "build"], { cwd: here.folder });
  const program = filled(task?.program ?? "");
  expect(task?.outFiles?.map(filled)).toEqual([path.join(here.folder, "generated/bundles/**/*.mjs")]);
  expect(program).toMatch(/\/generated\/bundles\/.*\.mjs$/);
  const map: { sources: string[] } = JSON.parse(here.read(`${path.relative(here.folder, program)}.map`));
  expect(map.sources.map((source) => path.resolve(path.dirname(program), source))).toContain(
    path.join(here.folder, "dags-ts/operators/summarize-prices.ts"),
  );
  const args = task?.args.map(filled) ?? [];
  const { stdout } = await execa(process.execPath, [program, ...args], { cwd: here.folder });
  expect(JSON.parse(stdout)).toEqual({ listings: 3, average: 300_000 });
  expect(existsSync(filled(tests?.program ?? ""))).toBe(true);
});
