// A folder of somebody who has never seen Windsock, and the real command in it.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa, type Options } from "execa";

const repository = path.resolve(import.meta.dirname, "../..");
export const command = path.join(repository, "dist/cli/main.js");

export interface InitResult {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export class InitFolder {
  readonly folder: string;
  readonly #parent: string;

  /** @param name of the folder; outside of this repository, which it must not be taken to lie in */
  constructor(files: Readonly<Record<string, string>> = {}, name = "first-dags") {
    this.#parent = realpathSync(mkdtempSync(path.join(tmpdir(), "windsock-init-")));
    this.folder = path.join(this.#parent, name);
    mkdirSync(this.folder);
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  /** `windsock init` with nobody there to answer. */
  async init(args: readonly string[], options: Options = {}): Promise<InitResult> {
    const { exitCode, stdout, stderr } = await execa(process.execPath, [command, "init", ...args], {
      cwd: this.folder,
      stdin: "ignore",
      reject: false,
      ...options,
      env: { NO_COLOR: "1", npm_config_user_agent: "", ...options.env },
    });
    return { exitCode, stdout: String(stdout), stderr: String(stderr) };
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** All files, with their content. */
  content(folder = "."): Readonly<Record<string, string>> {
    const files = readdirSync(path.join(this.folder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    return Object.fromEntries(files.sort().map((file) => [file, this.read(file)]));
  }

  [Symbol.dispose](): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}
