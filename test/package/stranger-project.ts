// Projects of people who have never seen this repository: an empty folder with an awkward name, a package manager, a
// Node, the tarball, and the first DAG of the README.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { nodeProgram } from "../services/node.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const examples = path.join(repository, "test/examples");

/**
 * How each package manager adds packages to a project, at a pinned version. None may prefer what it has kept: two lists
 * of versions kept at different times need not fit each other.
 */
const managers = {
  npm: ["npm", "install"],
  pnpm: ["npx", "-y", "pnpm@12.21.0", "add", "--allow-build=esbuild"],
  yarn: ["npx", "-y", "yarn@1.22.22", "add", "--non-interactive"],
} as const;

/** In the words of npm, pnpm and yarn. */
const missingVersion = /\bETARGET\b|\bERR_PNPM_NO_MATCHING_VERSION\b|Couldn't find any versions for/;

export type Manager = keyof typeof managers;

export interface StrangerOptions {
  readonly manager: Manager;
  /** A version of Node on npm. @default the Node that runs the tests */
  readonly node?: string;
  /** What package.json says beside the name. */
  readonly manifest: object;
  readonly tsconfig: object;
}

export interface CommandResult {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export class StrangerProject {
  readonly folder: string;
  readonly #parent: string;
  readonly #manager: Manager;
  readonly #path: string;

  private constructor(parent: string, folder: string, manager: Manager, searchPath: string) {
    this.#parent = parent;
    this.folder = folder;
    this.#manager = manager;
    this.#path = searchPath;
  }

  /** Nothing is in it. Outside this repository, whose node_modules would be found otherwise. */
  static async empty(manager: Manager, node?: string): Promise<StrangerProject> {
    const parent = await mkdtemp(path.join(tmpdir(), "windsock-stranger-"));
    const folder = path.join(parent, "Jörg's first DAGs");
    const nodeFolder = path.dirname(await nodeProgram(node));
    // `npm run` puts this repository's programs there.
    const others = (process.env.PATH ?? "")
      .split(path.delimiter)
      .filter((each) => !each.startsWith(repository));
    const searchPath = [nodeFolder, ...others].join(path.delimiter);
    await mkdir(folder);
    return new StrangerProject(parent, folder, manager, searchPath);
  }

  /** Somebody typed the README's DAGs into it. */
  static async create({ manager, node, manifest, tsconfig }: StrangerOptions): Promise<StrangerProject> {
    const project = await StrangerProject.empty(manager, node);
    const { folder } = project;
    await project.write("package.json", JSON.stringify({ name: "first-dags", private: true, ...manifest }));
    await project.write("tsconfig.json", JSON.stringify(tsconfig));
    await cp(path.join(examples, "dags-ts"), path.join(folder, "dags-ts"), { recursive: true });
    await cp(path.join(examples, "count-rows.test.ts"), path.join(folder, "count-rows.test.ts"));
    // Where the test looks for it.
    await cp(path.join(examples, "raw"), path.join(folder, "test/examples/raw"), { recursive: true });
    const store = JSON.stringify({ conn_type: "fs", extra: { path: "out/object-store" } });
    await project.write("dags-ts/local.env", `AIRFLOW_CONN_AWS_CONN='${store}'\n`);
    await project.write("out/object-store/listings/raw/2026-01-01.csv", "id,city\n1,Linz\n2,Graz\n");
    return project;
  }

  /** Installs packages with the project's own package manager. */
  async install(...packages: readonly string[]): Promise<void> {
    const [program, ...args] = managers[this.#manager];
    // yarn has a registry of its own, unless it is told which one npm uses here.
    const registry = this.#manager === "yarn" ? ["--registry", await npmRegistry()] : [];
    const { exitCode, all } = await this.#untilPublished(() =>
      this.#start(program, [...args, ...registry, ...packages], {}),
    );
    if (exitCode !== 0) throw new Error(`${this.#manager} could not install ${packages.join(" ")}:\n${all}`);
  }

  /** Runs a program of an installed package, as `npx` finds it. */
  npx(...args: readonly string[]): Promise<CommandResult> {
    return this.#start("npx", ["--no", "--", ...args], {});
  }

  /** `npx windsock`, with variables of the environment. */
  windsock(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    return this.#start("npx", ["--no", "--", "windsock", ...args], env);
  }

  /** Runs a script with the project's Node. */
  node(file: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#start("node", [file, ...args], {});
  }

  /** Runs a command line as a message or a document of ours prints it; in the folder, or in one inside it. */
  shell(command: string, inside = "."): Promise<CommandResult> {
    return this.#untilPublished(() => this.#start("sh", ["-c", `cd '${inside}' && ${command}`], {}));
  }

  /**
   * Runs a command that works until somebody stops it, and presses Ctrl-C once it has printed a text.
   *
   * @throws Error when it ends before, with all that it printed
   */
  async shellUntil(printed: string, command: string, inside = "."): Promise<CommandResult> {
    // The terminal gives Ctrl-C to all processes of the command: here they are a group of their own.
    const running = this.#start("sh", ["-c", `cd '${inside}' && exec ${command}`], {}, { detached: true });
    let output = "";
    for await (const line of running.iterable({ from: "all" })) {
      output += `${line}\n`;
      if (!line.includes(printed)) continue;
      process.kill(-(running.pid ?? Number.NaN), "SIGINT");
      const { exitCode, signal, stdout, stderr } = await running;
      // npm ends by the signal, whatever its command ends with.
      return { exitCode: signal === "SIGINT" ? 0 : exitCode, stdout, stderr };
    }
    throw new Error(`${command} ended without ${JSON.stringify(printed)}:\n${output}`);
  }

  read(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), "utf8");
  }

  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  async remove(): Promise<void> {
    await rm(this.#parent, { recursive: true, force: true });
  }

  /**
   * Packages of one family are published one after the other, and a registry's copy learns of them one by one: what needs
   * a version that is not there yet is done again, twice at most.
   */
  async #untilPublished<Result extends { readonly exitCode?: number; readonly all: string }>(
    install: () => PromiseLike<Result>,
  ): Promise<Result> {
    for (let left = 2; ; left -= 1) {
      const result = await install();
      if (result.exitCode === 0 || left === 0 || !missingVersion.test(result.all)) return result;
      await sleep(20_000);
    }
  }

  #start(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    { detached = false } = {},
  ) {
    return execa(program, args, {
      detached,
      cwd: this.folder,
      env: { ...inheritedEnvironment(), ...env, PATH: this.#path, NO_COLOR: "1" },
      extendEnv: false,
      all: true,
      reject: false,
    });
  }
}

/** What is there without the npm and the vitest that run this test; how to reach the registry is part of it. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_(package|lifecycle|command|config_local_prefix)|VITEST|NODE_ENV$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

async function npmRegistry(): Promise<string> {
  const { stdout } = await execa("npm", ["config", "get", "registry"]);
  return stdout.trim();
}
