// A process that has TypeScript loaded, and answers one check of types after the other.
import { type ChildProcess, fork } from "node:child_process";
import { ownFile } from "../../bundle/bundler.ts";
import type { TypesReply, TypesRequest } from "./types-program.ts";

/** One of the versions of TypeScript that have an API. */
export interface TypeScriptLibrary {
  /** The file that its API is in. */
  readonly library: string;
  readonly version: string;
}

/** It ends with this process, which does not wait for it. */
export class TypesProcess {
  readonly version: string;
  readonly #child: ChildProcess;
  /** Who waits for an answer, in the order of their questions. */
  readonly #waiting: ((reply: TypesReply | null) => void)[] = [];
  #hasEnded = false;

  /** @param folder absolute; files are named relative to it */
  constructor({ library, version }: TypeScriptLibrary, folder: string) {
    this.version = version;
    this.#child = fork(ownFile("compiler/check/types/types-program"), [library], {
      cwd: folder,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#hold(false);
    this.#child.on("message", (reply: TypesReply) => this.#waiting.shift()?.(reply));
    const end = () => {
      this.#hasEnded = true;
      for (const answer of this.#waiting.splice(0)) answer(null);
    };
    this.#child.once("error", end);
    this.#child.once("exit", end);
  }

  /**
   * @param config relative to the folder
   * @returns null when the process has ended: TypeScript may have no such API, or failed
   */
  async check(config: TypesRequest): Promise<TypesReply | null> {
    if (this.#hasEnded) return null;
    this.#hold(true);
    const reply = await new Promise<TypesReply | null>((resolve) => {
      this.#waiting.push(resolve);
      // One that ended in the meantime says so by its exit.
      this.#child.send(config, () => undefined);
    });
    if (this.#waiting.length === 0) this.#hold(false);
    return reply;
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }

  /** Whether this process lives on for it. */
  #hold(isHeld: boolean): void {
    const hold = isHeld ? "ref" : "unref";
    this.#child[hold]();
    this.#child.channel?.[hold]();
  }
}
