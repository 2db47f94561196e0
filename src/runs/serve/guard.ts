// Turns away whatever is no browser of this user that was given this address.
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { isOwnConnection } from "../../system/socket-owner.ts";
import { type Answer, plain } from "./answer.ts";

/**
 * A page of the internet may make a browser of this machine ask, under a name of its own that it has let point here
 * ("DNS rebinding"): the name is in the Host header then.
 *
 * @returns the answer to a request that is refused; null for one that is welcome
 */
export function refusal({ method, headers, socket }: IncomingMessage, port: number): Answer | null {
  const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${port}`);
  if (!names.includes(headers.host?.toLowerCase() ?? "")) {
    return plain(`This page has the address http://localhost:${port}, and no other.`, 421);
  }
  if (!isOwn(socket)) return plain("This page is for the user who started it.", 403);
  if (method !== "GET" && method !== "HEAD") {
    return plain("There is nothing here but to look.", 405, { Allow: "GET, HEAD" });
  }
  return null;
}

const known = new WeakMap<Socket, boolean>();

/** Logs are readable for their owner alone, and other users of this machine can reach its ports, too. */
function isOwn(socket: Socket): boolean {
  const isIt = known.get(socket) ?? isOwnConnection(socket);
  known.set(socket, isIt);
  return isIt;
}
