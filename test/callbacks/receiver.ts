// A server on loopback that the callbacks of the fixtures tell what they are told.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a callback was told, and under which topic it has passed it on. */
interface Told<Context> {
  readonly topic: string;
  readonly context: Context;
}

export class Receiver<Context = Readonly<Record<string, unknown>>> {
  readonly told: Told<Context>[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { context } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      this.told.push({ topic: String(request.url).slice(1), context });
      response.end();
    });
  }

  /** @param port any that is free by default */
  static async start<Context = Readonly<Record<string, unknown>>>(port = 0): Promise<Receiver<Context>> {
    const receiver = new Receiver<Context>();
    await new Promise<void>((listening) => receiver.#server.listen(port, "127.0.0.1", listening));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What was told under a topic. */
  about(topic: string): Context[] {
    return this.told.filter((each) => each.topic === topic).map(({ context }) => context);
  }

  stop(): void {
    this.#server.close();
  }
}
