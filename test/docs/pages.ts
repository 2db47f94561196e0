// The pages of the docs, and what is written in them: code, commands, links.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const repository = path.resolve(import.meta.dirname, "../..");
/** What `windsock init` makes: the pages go on from it. */
export const template = path.join(repository, "template");

/** A fenced block. */
interface Block {
  readonly language: string;
  /** The last heading above it. */
  readonly heading: string;
  /** Of its first line of code. */
  readonly line: number;
  readonly code: string;
}

export interface Page {
  /** From the repository's folder. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * TypeScript as the reader finds it. A block that begins with a file's name is that file, one that begins with imports
 * is a module of its own, and any other goes on with the one above it.
 */
export interface Module {
  /** `docs/operators.md:12` */
  readonly at: string;
  /** The file that the page names; from the repository's folder, or from that of a new project. */
  readonly file: string | undefined;
  readonly code: string;
  /** Whether other blocks go on with it. */
  readonly continued: boolean;
}

/** All pages. Those below `docs/api/` are generated: their code is signatures, and examples. */
export const pages: readonly Page[] = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docker/README.md", "template/README.md"],
  ...readdirSync(path.join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.replaceAll(path.sep, "/")}`)
    .sort(),
].map((file) => {
  const text = readFileSync(path.join(repository, file), "utf8");
  const isShown = file.startsWith("docs/api/") ? isExample : () => true;
  return { file, text, blocks: blocksOf(text).filter(isShown) };
});

function isExample({ heading }: Block): boolean {
  return heading === "Example";
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
    ({ 0: whole, 1: language = "", 2: code = "", index }) => ({
      language,
      heading: /.*^#+ (.*?)$/ms.exec(text.slice(0, index))?.[1] ?? "",
      line: text.slice(0, index + whole.indexOf("\n")).split("\n").length + 1,
      code,
    }),
  );
}

export function modulesOf(page: Page): Module[] {
  const modules: Module[] = [];
  for (const { line, code } of page.blocks.filter(({ language }) => language === "ts")) {
    const at = `${page.file}:${line}`;
    const file = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    const last = modules.at(-1);
    if (file !== undefined) {
      modules.push({ at, file, code: code.slice(code.indexOf("\n") + 1), continued: false });
    } else if (last === undefined || /^import\b/m.test(code)) {
      modules.push({ at, file: undefined, code, continued: false });
    } else {
      modules[modules.length - 1] = { ...last, code: `${last.code}\n${code}`, continued: true };
    }
  }
  return modules;
}

/** Where the file is that a page names: in a new project, or in this repository. */
export function placeOf(file: string): string | undefined {
  return [template, repository].map((folder) => path.join(folder, file)).find((place) => existsSync(place));
}

/** Where a file of a page's project is that the page does not show: `init` makes it, or it is copied from the examples. */
export function givenFile(file: string): string | undefined {
  const folders = [template, path.join(repository, "docs/examples")];
  return folders.map((folder) => path.join(folder, file)).find((place) => existsSync(place));
}

/** The files that a page adds to a new project. */
export function filesOf(page: Page): Record<string, string> {
  const own = modulesOf(page).filter(({ file }) => file !== undefined && placeOf(file) === undefined);
  return Object.fromEntries(own.map(({ file, code }) => [file, code]));
}

/** The commands of a page's shell blocks, one each, without comments. */
export function commandsOf(page: Page): string[] {
  return page.blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split("\n"))
    .flatMap((line) => (line.split(/(?:^|\s+)#/)[0] ?? "").split("&&"))
    .map((command) => command.trim())
    .filter(Boolean);
}
