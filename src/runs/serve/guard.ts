// Turns away whatever is no browser of this machine that was given this address.
import type { IncomingMessage } from "node:http";
import { type Answer, plain } from "./answer.ts";

/**
 * A page of the internet may make a browser of this machine ask, under a name of its own that it has let point here
 * ("DNS rebinding"): the name is in the Host header then.
 *
 * @returns the answer to a request that is refused; null for one that is welcome
 */
export function refusal({ method, headers }: IncomingMessage, port: number): Answer | null {
  const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${port}`);
  if (!names.includes(headers.host?.toLowerCase() ?? "")) {
    return plain(`This page has the address http://localhost:${port}, and no other.`, 421);
  }
  if (method !== "GET" && method !== "HEAD") {
    return plain("There is nothing here but to look.", 405, { Allow: "GET, HEAD" });
  }
  return null;
}
