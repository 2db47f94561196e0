// Ports of this machine.
import { createServer, type Server } from "node:net";

/** A port of 127.0.0.1 that nobody listens on, for now. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether something listens on that port of `localhost`, by either of its addresses. */
export async function isPortTaken(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer();
    try {
      await listen(server, port, host);
      await new Promise((resolve) => server.close(resolve));
    } catch (error) {
      // A machine without IPv6 has nobody listening there.
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return true;
    }
  }
  return false;
}

/** Lets a server listen; on a free port unless one is named. @returns the port */
export function listen(server: Server, port = 0, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
