// One connection through the fault proxy: passes both directions on, and acts at the chosen byte.
import { once } from "node:events";
import type { Socket } from "node:net";
import type { ArmedFault } from "./fault.ts";

type Counted = "request" | "response" | "body";

/** One request on a connection and what is answered. */
interface Exchange {
  readonly fault: ArmedFault | null;
  readonly passed: Record<Counted, number>;
  /** The response's head, as long as it is not whole. */
  head: string | null;
  done: boolean;
}

/** Whether the fault is still to happen. */
export function isLeft({ hits, times = 1 }: ArmedFault): boolean {
  return hits < times;
}

/** The first line of an HTTP request. */
export const requestLine = /^[A-Z]+ \S+ HTTP\/1\.1$/;

/** A client, a server, and the faults that come between them. */
export class FaultyConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #match: (text: string | null) => ArmedFault | null;
  #exchange: Exchange;
  #silent = false;

  constructor(client: Socket, server: Socket, match: (text: string | null) => ArmedFault | null) {
    this.#client = client;
    this.#server = server;
    this.#match = match;
    this.#exchange = newExchange(match(null));
  }

  async run(): Promise<void> {
    const both = [
      this.#pump(this.#client, this.#server, true),
      this.#pump(this.#server, this.#client, false),
    ];
    // A broken connection ends the loops; whose it was does not matter here.
    await Promise.all(both).catch(() => undefined);
  }

  async #pump(from: Socket, to: Socket, isRequest: boolean): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      // What is said is still heard: an end that nobody reads would not be noticed.
      if (this.#silent) continue;
      if (isRequest) this.#begin(chunk);
      if (isRequest && this.#answerItself()) continue;
      await this.#pass(chunk, to, isRequest);
    }
    to.end();
  }

  #begin(chunk: Buffer): void {
    const text = chunk.toString("latin1");
    const line = text.split("\r\n", 1)[0] ?? "";
    const isHttp = requestLine.test(line);
    const fault = this.#match(isHttp ? line : text);
    if (isHttp) fault?.requests.push(text.split("\r\n\r\n", 1)[0] ?? "");
    if (isHttp || fault) this.#exchange = newExchange(fault);
  }

  #answerItself(): boolean {
    const { fault } = this.#exchange;
    if (typeof fault?.act !== "object") return false;
    if (!this.#exchange.done) {
      fault.hits += 1;
      const { status, body = "" } = fault.act;
      const head = `HTTP/1.1 ${status} Fault\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\n`;
      this.#client.end(`${head}Connection: close\r\n\r\n${body}`);
    }
    this.#exchange.done = true;
    return true;
  }

  async #pass(chunk: Buffer, to: Socket, isRequest: boolean): Promise<void> {
    const exchange = this.#exchange;
    const place = this.#placeOf(chunk, isRequest);
    const { fault, passed, done } = exchange;
    const cut = place ? (fault?.after ?? 0) - passed[place.in] + place.offset : -1;
    if (place) passed[place.in] += chunk.length - place.offset;
    if (!place || !fault || done || cut >= chunk.length || !isLeft(fault)) {
      return write(to, chunk);
    }
    exchange.done = true;
    await write(to, chunk.subarray(0, cut));
    fault.hits += 1;
    await this.#act(fault.act, chunk.subarray(cut), to);
  }

  /** Where in the counted bytes a chunk begins, if it has any: an HTTP body begins after its head. */
  #placeOf(chunk: Buffer, isRequest: boolean): { in: Counted; offset: number } | null {
    const counted = this.#exchange.fault?.in ?? "response";
    if (isRequest || counted !== "body") {
      return isRequest === (counted === "request") ? { in: counted, offset: 0 } : null;
    }
    if (this.#exchange.head === null) return { in: "body", offset: 0 };
    const before = this.#exchange.head.length;
    this.#exchange.head += chunk.toString("latin1");
    const end = this.#exchange.head.indexOf("\r\n\r\n");
    if (end < 0) return null;
    if (/^HTTP\/1\.1 1\d\d/.test(this.#exchange.head)) {
      this.#exchange.head = "";
      return null;
    }
    this.#exchange.head = null;
    return { in: "body", offset: end + 4 - before };
  }

  async #act(act: ArmedFault["act"], rest: Buffer, to: Socket): Promise<void> {
    switch (act) {
      case "reset":
        this.#client.resetAndDestroy();
        this.#server.destroy();
        return;
      case "end":
        this.#client.end();
        this.#server.destroy();
        return;
      case "stall":
        this.#silent = true;
        return;
      case "corrupt":
        rest.writeUInt8(rest.readUInt8(0) ^ 1, 0);
        return write(to, rest);
      default:
        // Answers are given before anything passes.
        if (typeof act === "function") await act();
        return write(to, rest);
    }
  }
}

function newExchange(fault: ArmedFault | null): Exchange {
  return { fault, passed: { request: 0, response: 0, body: 0 }, head: "", done: false };
}

async function write(to: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length > 0 && !to.write(bytes)) await once(to, "drain");
}
