// A TCP proxy that cuts, delays and corrupts what passes between a task and a real server, at chosen points.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { ArmedFault, Fault, Injected } from "./fault.ts";
import { FaultyConnection, isLeft, requestLine } from "./faulty-connection.ts";
import { listen } from "./ports.ts";

/** Between a client and the server on a port of this machine; harmless until a fault is injected. */
export class FaultProxy {
  /** The first line of each HTTP request that has passed. */
  readonly requests: string[] = [];
  readonly #faults: ArmedFault[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  readonly #target: number;
  port = 0;

  private constructor(target: number) {
    this.#target = target;
  }

  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    proxy.port = await listen(proxy.#server);
    return proxy;
  }

  inject(fault: Fault): Injected {
    const armed = { ...fault, hits: 0, requests: [] };
    this.#faults.push(armed);
    return armed;
  }

  /** From now on all passes unharmed, but for what is under way. */
  heal(): void {
    this.#faults.length = 0;
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    const server = connect({ port: this.#target, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      // What a reset does to the other end is seen there.
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
    }
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroySoon());
    const connection = new FaultyConnection(client, server, (text) => this.#match(text));
    void connection.run();
  }

  #match(text: string | null): ArmedFault | null {
    if (text !== null && requestLine.test(text)) this.requests.push(text);
    const found = this.#faults.find(
      (fault) =>
        isLeft(fault) && (fault.on === "connect" ? text === null : text !== null && fault.on.test(text)),
    );
    return found ?? null;
  }
}
