// The server of the pages: for this machine alone, and for looking only.
import { createReadStream } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { listen } from "../../system/ports.ts";
import { plain, safety, send } from "./answer.ts";
import { refusal } from "./guard.ts";
import type { Route } from "./routes.ts";

/** Answers a request for an address. */
export type Answering = (url: URL, signal: AbortSignal) => Promise<Route>;

/** What is served, at `http://localhost:<port>`. */
export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and, where this machine has it, on ::1.
 *
 * @returns null when somebody listens there already
 */
export async function startServer(port: number, answer: Answering): Promise<RunningServer | null> {
  const servers: Server[] = [];
  const close = async () => {
    for (const server of servers) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer(listener(port, answer));
    try {
      await listen(server, port, host);
      servers.push(server);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (host === "::1" && code !== "EADDRINUSE") continue;
      await close();
      if (code === "EADDRINUSE") return null;
      throw error;
    }
  }
  return { port, close };
}

function listener(port: number, answer: Answering): RequestListener {
  return async (request, response) => {
    try {
      await respond(port, answer, request, response);
    } catch (error) {
      if (response.headersSent || response.destroyed) response.destroy();
      else send(response, plain(`This page cannot be made: ${(error as Error).message}`, 500));
    }
  };
}

async function respond(
  port: number,
  answer: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refusal(request, port);
  if (refused) return send(response, refused);
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const url = new URL(request.url ?? "/", `http://localhost:${port}`);
  const route = await answer(url, gone.signal);
  if (!("file" in route)) return send(response, route, request.headers["if-none-match"]);
  response.writeHead(200, { ...safety, "Content-Type": "text/plain; charset=utf-8" });
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(route.file), response);
}
