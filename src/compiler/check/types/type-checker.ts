// Checks the types of DAG modules with the project's own TypeScript, in a process of its own beside the build.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Problem } from "../../../model/problem.ts";
import type { Project } from "../../../model/project.ts";
import { checkedFiles } from "./checked-files.ts";
import { readDiagnostics } from "./read-diagnostics.ts";
import { typesConfig, writeTypesConfig } from "./types-config.ts";
import { TypesProcess } from "./types-process.ts";

/** What came of checking types. */
export interface TypeCheck {
  readonly problems: readonly Problem[];
  /** What else a person should know: that nothing was checked and why, or what the compiler printed besides. */
  readonly note: string | null;
  /** All files that were read to find that nothing is wrong, relative to the project's folder; null where something is. */
  readonly files: readonly string[] | null;
}

/**
 * Checks types again and again. TypeScript keeps what it has found out in `node_modules/.cache/windsock/types`, and
 * looks only at what has changed since.
 */
export class TypeChecker {
  readonly #project: Project;
  readonly #keeps: boolean;
  #underWay = new AbortController();
  #process: TypesProcess | undefined;

  /** @param keeps whether what earlier checks found out is used, and what these find out is kept */
  constructor(project: Project, keeps = true) {
    this.#project = project;
    this.#keeps = keeps;
  }

  /**
   * Every type problem of the modules and of all they import, packages left out. A check that is under way ends: the
   * new one takes its place.
   *
   * @param modules relative to the project's folder
   * @returns null when a later check has taken its place, or `stop` was called
   */
  async check(modules: readonly string[]): Promise<TypeCheck | null> {
    this.#abandon();
    const { signal } = this.#underWay;
    const compiler = findCompiler(this.#project.folder);
    if (!compiler) return { problems: [], note: noCompiler, files: null };
    if (modules.length === 0) return { problems: [], note: null, files: null };
    const config = writeTypesConfig(this.#project, modules, this.#keeps);
    const ended = (await this.#process?.check(config)) ?? (await this.#checkOnce(compiler, config, signal));
    if (signal.aborted) return null;
    const { problems, note } = outcome(ended, compiler.version);
    const isRight = problems.length === 0 && note === null;
    return { problems, note, files: isRight && this.#keeps ? await checkedFiles(this.#project) : null };
  }

  /**
   * Makes ready for further checks: worth it when they will follow. TypeScript stays loaded in a process that keeps what
   * it has read, which is most of what a check takes.
   */
  prepare(): void {
    const { library, version = "" } = findCompiler(this.#project.folder) ?? {};
    if (library === undefined || version === this.#process?.version) return;
    this.#process?.stop();
    this.#process = new TypesProcess({ library, version }, this.#project.folder);
    // By the last check's configuration it reads what the next one is about.
    void this.#process.check(typesConfig);
  }

  /** Ends the check that is under way, and what was made ready. */
  stop(): void {
    this.#abandon();
    this.#process?.stop();
    this.#process = undefined;
  }

  #abandon(): void {
    this.#underWay.abort();
    this.#underWay = new AbortController();
  }

  async #checkOnce({ program }: Compiler, config: string, signal: AbortSignal): Promise<Ended> {
    // It takes a while to load.
    const { execa } = await import("execa");
    return await execa(process.execPath, [program, "-p", config, "--pretty", "false"], {
      cwd: this.#project.folder,
      reject: false,
      cancelSignal: signal,
    });
  }
}

/** What people are told who want a build all the same. */
const wayOut = "`--no-types` builds without checking types.";

const noCompiler = `Types were not checked: the project has no TypeScript. Run: npm install --save-dev typescript. ${wayOut}`;

interface Compiler {
  readonly program: string;
  /** The file that its API is in; undefined in a version without one. */
  readonly library: string | undefined;
  readonly version: string;
}

/** What `tsc` is to the project; undefined when it has none. */
function findCompiler(projectFolder: string): Compiler | undefined {
  const require = createRequire(path.join(projectFolder, "package.json"));
  try {
    const manifest = require.resolve("typescript/package.json");
    // Not by `require`, which would not see another version come.
    const { bin, main, version } = JSON.parse(readFileSync(manifest, "utf8"));
    const file = (name: string) => path.join(path.dirname(manifest), name);
    return { program: file(bin.tsc), library: main === undefined ? undefined : file(main), version };
  } catch {
    return undefined;
  }
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
}

function outcome(
  { stdout, stderr, exitCode, signal }: Ended,
  version: string,
): Pick<TypeCheck, "problems" | "note"> {
  const { diagnostics, problems, rest } = readDiagnostics(stdout);
  const unknown = [rest, stderr.trim()].filter((text) => text !== "").join("\n");
  const compiler = `TypeScript ${version}, which checks the types,`;
  if (exitCode === 0 || diagnostics > 0) {
    return { problems, note: unknown === "" ? null : `${compiler} said besides:\n${shortened(unknown)}` };
  }
  const how = `ended with ${signal ?? `exit code ${exitCode}`} and named no place`;
  const said = unknown === "" ? `${compiler} ${how}.` : `${compiler} ${how}:\n${shortened(unknown)}\n`;
  return { problems: [{ message: `${said} ${wayOut}`, position: null }], note: null };
}

/** A crash may print pages. */
function shortened(text: string): string {
  const lines = text.split("\n");
  return lines.length > 20 ? [...lines.slice(0, 20), "..."].join("\n") : text;
}
