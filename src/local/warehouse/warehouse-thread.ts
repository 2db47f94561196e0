// The runner's end of the thread an embedded warehouse lives in: one question at a time, one answer each.
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { WarehouseData, WarehouseReply, WarehouseRequest } from "./warehouse-worker.ts";

interface Waiting {
  resolve(reply: WarehouseReply): void;
  reject(error: Error): void;
}

/** A running worker thread. Whatever ends it early rejects the question under way and all later ones. */
export class WarehouseThread {
  /** Resolves when the database is open. */
  readonly opened: Promise<unknown>;
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #death: Error | undefined;
  /** PGlite says on the console what went wrong; kept for the error. */
  #printed = "";

  constructor(workerData: WarehouseData) {
    // Beside this file, in source (.ts) and built (.js) form alike.
    const file = new URL(`./warehouse-worker${path.extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(file, { workerData, stdout: true, stderr: true });
    const listen = (chunk: Buffer) => {
      this.#printed = (this.#printed + chunk.toString()).slice(-1000);
    };
    this.#worker.stdout.on("data", listen);
    this.#worker.stderr.on("data", listen);
    this.#worker.on("message", (reply: WarehouseReply) => this.#waiting?.resolve(reply));
    this.#worker.on("error", (cause) => this.#die(describe(cause), cause));
    this.#worker.on("exit", (code) => this.#die(`it ended with code ${code}`));
    this.opened = this.#answer();
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  ask(request: WarehouseRequest): Promise<WarehouseReply> {
    const answer = this.#answer();
    this.#worker.postMessage(request);
    return answer;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(): Promise<WarehouseReply> {
    return new Promise((resolve, reject) => {
      if (this.#death) reject(this.#death);
      this.#waiting = { resolve, reject };
    });
  }

  #die(why: string, cause?: unknown): void {
    const printed = this.#printed.trim();
    this.#death ??= new Error(printed === "" ? why : `${why}; it printed: ${printed}`, { cause });
    this.#waiting?.reject(this.#death);
  }
}

/** PGlite also throws objects that are no errors. */
function describe(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === "object" ? JSON.stringify(cause) : String(cause);
}
