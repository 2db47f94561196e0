// The log of one try: all that its process and its children print comes through one pipe and is masked here, so
// that no file ever holds a secret, whatever ends the process or the runner.
import { once } from "node:events";
import { appendFileSync, closeSync, constants, mkdirSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { MaskedStream } from "../../model/secrets/masker.ts";

/** Only who runs the tasks reads their logs. */
const ownersOnly = 0o600;

/** Milliseconds in which what an ended process has printed is read. What it left running may hold the pipe open. */
const drainTime = 1000;

export class TryLog {
  readonly #file: number;
  readonly #masked: MaskedStream;
  readonly #heard: (masked: Buffer) => void;
  readonly #source: Socket;
  #writer: number | undefined;
  #failure: Error | undefined;

  /**
   * @param file overwritten, unless it is to be appended to
   * @param folder a private one, where the pipe has a name for a moment
   * @param heard told what is written to the log, as it is
   * @throws Error when there can be no pipe or no file
   */
  static async open(
    file: string,
    masked: MaskedStream,
    folder: string,
    heard: (masked: Buffer) => void,
    { append = false }: { readonly append?: boolean } = {},
  ): Promise<TryLog> {
    // One for both outputs keeps their order, and /dev/stderr can be opened. Node makes only pairs of sockets.
    const name = path.join(folder, "output");
    await execa("mkfifo", ["-m", "600", name]);
    const reader = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(name, constants.O_WRONLY);
    rmSync(name);
    return new TryLog(
      append ? openLog(file) : createLog(file),
      masked,
      heard,
      new Socket({ fd: reader, readable: true, writable: false }),
      writer,
    );
  }

  private constructor(
    file: number,
    masked: MaskedStream,
    heard: (masked: Buffer) => void,
    source: Socket,
    writer: number,
  ) {
    this.#file = file;
    this.#masked = masked;
    this.#heard = heard;
    this.#source = source;
    this.#writer = writer;
    // Written at once: a process that prints faster than the disk takes it has to wait, and nothing piles up.
    source.on("data", (piece: Buffer) => this.#write(masked.push(piece)));
    source.on("error", (error) => this.#fail(error));
  }

  /** The end of the pipe that is stdout and stderr of the process. */
  get descriptor(): number {
    if (this.#writer === undefined) throw new Error("The log's pipe has been handed over already.");
    return this.#writer;
  }

  /** The process has the pipe now; it ends when that does. */
  handedOver(): void {
    if (this.#writer !== undefined) closeSync(this.#writer);
    this.#writer = undefined;
  }

  /**
   * Reads what is left, once the process has ended.
   *
   * @returns why the log is not whole, if it is not
   */
  async close(): Promise<string | undefined> {
    this.handedOver();
    if (!this.#source.closed) await Promise.race([once(this.#source, "close"), sleep(drainTime)]);
    this.#source.destroy();
    this.#write(this.#masked.end());
    closeSync(this.#file);
    return this.#failure && `its log cannot be written: ${this.#failure.message}`;
  }

  #write(bytes: Buffer): void {
    if (this.#failure) return;
    try {
      appendFileSync(this.#file, bytes);
      this.#heard(bytes);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** The process notices at its next word. */
  #fail(error: Error): void {
    this.#failure ??= error;
    this.#source.destroy();
  }
}

/** Makes the log of a try without a process. */
export function writeLog(file: string, text: string): void {
  const descriptor = createLog(file);
  try {
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Adds to a log, which is made where there is none. */
function appendToLog(file: string, text: Uint8Array): void {
  const descriptor = openLog(file);
  try {
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Adds a line of the runner's own to a log, and tells it to whoever listens. */
export function sayInLog(file: string, text: string, heard: (line: Buffer) => void): void {
  const line = Buffer.from(`${text}\n`);
  appendToLog(file, line);
  heard(line);
}

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  return openSync(file, "a", ownersOnly);
}

function createLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  // Another file than the one before, whose mode and readers are not known.
  rmSync(file, { force: true });
  return openSync(file, "wx", ownersOnly);
}
