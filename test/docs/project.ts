// A project of somebody who follows the docs, with the packages of this repository.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";

const repository = path.resolve(import.meta.dirname, "../..");
const command = path.join(repository, "dist/cli/main.js");

export interface CommandResult {
  readonly exitCode: number | undefined;
  /** Both streams. */
  readonly output: string;
}

export class DocsProject {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "windsock-docs-")));

  /** @param files contents by path */
  constructor(files: Readonly<Record<string, string>> = {}) {
    this.write("package.json", '{ "name": "docs-project", "private": true, "type": "module" }\n');
    const [ours, theirs] = [repository, this.folder].map((folder) => path.join(folder, "node_modules"));
    mkdirSync(`${theirs}`);
    for (const name of readdirSync(`${ours}`)) symlinkSync(`${ours}/${name}`, `${theirs}/${name}`);
    symlinkSync(repository, `${theirs}/windsock`);
    this.copy("template/tsconfig.json", "tsconfig.json");
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** Copies a folder of this repository. */
  copy(from: string, to: string): void {
    cpSync(path.join(repository, from), path.join(this.folder, to), { recursive: true });
  }

  async windsock(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    return await this.#run([process.execPath, command, ...args], env);
  }

  /** A line of a shell block. `npx` would only find the same command, in half a second. */
  async shell(line: string): Promise<CommandResult> {
    const [windsock, vitest] = [command, path.join(repository, "node_modules/vitest/vitest.mjs")];
    const direct = line
      .replace(/^npx windsock /, `node ${windsock} `)
      .replace(/^npx vitest /, `node ${vitest} `);
    return await this.#run(["sh", "-c", direct], {});
  }

  async #run([file = "", ...args]: readonly string[], env: Readonly<Record<string, string>>) {
    const options = { cwd: this.folder, reject: false, all: true, stdin: "ignore" } as const;
    const { exitCode, all } = await execa(file, args, { ...options, env: { NO_COLOR: "1", ...env } });
    return { exitCode, output: all };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
