// The TypeScript of the docs is what it says it is, and has the right types.
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  givenFile,
  type Module,
  modulesOf,
  type Page,
  pages,
  placeOf,
  repository,
  template,
} from "./pages.ts";

const named = pages.flatMap((page) =>
  modulesOf(page).flatMap(({ at, file, code }) => {
    const place = file === undefined ? undefined : placeOf(file);
    return place === undefined ? [] : [{ at, file, place, code }];
  }),
);

describe("a block that begins with the name of a file that there is", () => {
  test("is found", () => expect(named.length).toBeGreaterThan(5));

  test.each(named)("$at shows $file as it is", ({ place, code }) => {
    // Blocks may go on with it.
    const file = readFileSync(place, "utf8");
    expect(code.slice(0, file.length)).toBe(file);
  });
});

/** A folder that only the compiler sees, in which a page's files lie beside those of a new project. */
const folderOf = (page: Page) => path.join(repository, "out/test/docs", page.file.replaceAll(/\W/g, "-"));

/** Where a module of a page is compiled: a file that goes on lies beside the one it goes on from. */
function compiledAt(page: Page, { at, file, continued }: Module): string | undefined {
  const line = at.split(":").at(-1);
  const place = file === undefined ? undefined : placeOf(file);
  if (place === undefined) return path.join(folderOf(page), file ?? `dags-ts/line-${line}.ts`);
  if (!continued) return undefined;
  const beside = place.startsWith(template) ? path.join(folderOf(page), file ?? "") : place;
  return beside.replace(/\.ts$/, `.line-${line}.ts`);
}

test.each(
  pages.flatMap(({ file, blocks }) =>
    blocks.filter(({ language }) => language === "json").map(({ line, code }) => [`${file}:${line}`, code]),
  ),
)("%s is JSON", (_, code) => void JSON.parse(code ?? ""));

test("images are those that docker/Dockerfile names", () => {
  const tested = readFileSync(path.join(repository, "docker/Dockerfile"), "utf8");
  const [, node = "none", airflow = "none"] =
    /NODE_IMAGE=(node:\d+).*?AIRFLOW_IMAGE=(\S+)/s.exec(tested) ?? [];
  const named = pages.flatMap(({ blocks }) =>
    blocks
      .filter(({ language }) => language === "dockerfile")
      .flatMap(({ code }) => [...code.matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image)),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((image) => image !== airflow && !image.startsWith(node))).toEqual([]);
});

test("all code has the right types", () => {
  const modules = new Map<string, Module>();
  for (const page of pages) {
    for (const module of modulesOf(page)) {
      const file = compiledAt(page, module);
      if (file !== undefined) modules.set(file, module);
    }
  }
  expect(modules.size).toBeGreaterThan(20);
  expect([...modules.values()].filter(({ at }) => at.startsWith("docs/api/")).length).toBeGreaterThan(5);
  const { config } = ts.readConfigFile(path.join(repository, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    ts.sys,
    repository,
  );
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const read = (file: string): string | undefined => {
    const module = modules.get(path.normalize(file));
    if (module) return module.code;
    const [, inProject] = /out\/test\/docs\/[^/]+\/(.*)$/.exec(file) ?? [];
    const real = inProject === undefined ? file : givenFile(inProject);
    return real === undefined ? undefined : ts.sys.readFile(real);
  };
  const program = ts.createProgram({
    rootNames: [...modules.keys()],
    options: { ...options, noEmit: true },
    host: {
      ...host,
      fileExists: (file) => read(file) !== undefined,
      readFile: read,
      directoryExists: () => true,
      getSourceFile: (file, version) => {
        const text = read(file);
        return text === undefined ? undefined : ts.createSourceFile(file, text, version, true);
      },
    },
  });
  const problems = [...modules].flatMap(([file, { at }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const { line = 0 } = source?.getLineAndCharacterOfPosition(start) ?? {};
      const text = source?.text.split("\n")[line]?.trim();
      return `${at}: ${ts.flattenDiagnosticMessageText(messageText, "\n")} in: ${text}`;
    });
  });
  expect(problems).toEqual([]);
});
