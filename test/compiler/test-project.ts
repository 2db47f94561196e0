// Small projects for tests: written to a folder, built by the real command, looked at, removed.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";

const repository = path.resolve(import.meta.dirname, "../..");
const command = path.join(repository, "dist/cli/main.js");
const testFolder = path.join(repository, "out/test");

export interface CommandResult {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a folder of its own, in which `windsock` is installed. */
export class TestProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Nothing is in it. */
  static async #empty(parent: string): Promise<TestProject> {
    await mkdir(parent, { recursive: true });
    return new TestProject(await mkdtemp(path.join(parent, "project-")));
  }

  /** One that is there. */
  static at(folder: string): TestProject {
    return new TestProject(folder);
  }

  /** Made of files by path, or of a folder of test/fixtures; in the folder `parent`. */
  static async create(
    content: Readonly<Record<string, string>> | string,
    parent = testFolder,
  ): Promise<TestProject> {
    const project = await TestProject.#empty(parent);
    await project.write({ "package.json": JSON.stringify({ name: "acme-pipelines", type: "module" }) });
    await mkdir(path.join(project.folder, "node_modules"));
    await symlink(repository, path.join(project.folder, "node_modules/windsock"));
    await symlink(path.join(repository, "node_modules/zod"), path.join(project.folder, "node_modules/zod"));
    if (typeof content === "string") {
      const fixture = path.join(repository, "test/fixtures", content, "dags-ts");
      await cp(fixture, path.join(project.folder, "dags-ts"), { recursive: true });
    } else {
      await project.write(content);
    }
    return project;
  }

  /** The project as it is now, in another folder: cheaper than to build it once more. */
  async copy(): Promise<TestProject> {
    const project = await TestProject.#empty(testFolder);
    await cp(this.folder, project.folder, { recursive: true, verbatimSymlinks: true });
    return project;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  read(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), "utf8");
  }

  /** All files below a folder, sorted, with their content. */
  async snapshot(folder: string): Promise<Map<string, string>> {
    const entries = await readdir(path.join(this.folder, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const names = files.map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    const contents = names.sort().map(async (name) => [name, await this.read(name)] as const);
    return new Map(await Promise.all(contents));
  }

  /** Runs the real command in the project. */
  async windsock(...args: readonly string[]): Promise<CommandResult> {
    return await this.windsockWith({}, ...args);
  }

  /** The same with more in its environment. */
  async windsockWith(
    env: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<CommandResult> {
    return run([command, ...withoutTypes(args)], this.folder, { NO_COLOR: "1", ...env });
  }

  /** Starts the real command and lets it run; `printed` is what it has said so far. */
  start(...args: readonly string[]) {
    const options = { cwd: this.folder, env: { NO_COLOR: "1" }, all: true, reject: false } as const;
    const process = execa("node", [command, ...withoutTypes(args)], options);
    let text = "";
    process.all.on("data", (chunk) => {
      text += String(chunk);
    });
    return { process, printed: () => text };
  }

  /** Runs a bundle as a person would. */
  async bundle(
    name: string,
    args: readonly string[],
    options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
  ): Promise<CommandResult> {
    const file = path.join(this.folder, "generated/bundles", name);
    return execa("node", [file, ...args], {
      cwd: options.cwd ?? "/",
      reject: false,
      env: { ...options.env },
    });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Checking types takes seconds: only where a test is about them, which says `--types`. */
function withoutTypes(args: readonly string[]): string[] {
  return args[0] === "build" && !args.includes("--types") ? [...args, "--no-types"] : [...args];
}

async function run(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return execa("node", args, { cwd, env: { ...env }, reject: false });
}
