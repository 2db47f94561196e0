// Makes sure that the web UI's port is free, before anything is started.
import { createServer } from "node:net";

/** Another program listens there. */
export class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program. Stop it, or choose another port: ` +
        `npm run airflow -- --port ${port + 1}`,
    );
    this.name = "PortTakenError";
  }
}

/** @throws {PortTakenError} when `localhost:port` leads to another program already */
export async function checkPort(port: number): Promise<void> {
  for (const host of ["127.0.0.1", "::1"]) {
    const code = await listenOnce(port, host);
    // A machine without IPv6 has nobody listening there.
    if (code === "EADDRINUSE") throw new PortTakenError(port);
  }
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
