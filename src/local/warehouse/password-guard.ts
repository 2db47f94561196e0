// Asks the clients of an embedded warehouse for a password: PGlite asks nobody, and every user of the machine can
// reach its port. Speaks the beginning of PostgreSQL's protocol (its manual, "Message Flow", "Start-up").
import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";

const codes = { protocol3: 196_608, cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 };

/** Longer than whatever a client has to say before it is let in. */
const longestMessage = 10_000;

/** AuthenticationCleartextPassword: nobody but root listens between two processes of one machine. */
const askPassword = Buffer.from("R\0\0\0\x08\0\0\0\x03");

export class PasswordGuard {
  readonly #password: string;
  readonly #waiting = new Set<Socket>();

  constructor(password: string) {
    this.#password = password;
  }

  /** Whether the client knows the password. It is told when it does not, and what it said first is put back. */
  async admits(socket: Socket): Promise<boolean> {
    this.#waiting.add(socket);
    try {
      const startup = await readStartup(socket);
      if (startup) {
        socket.write(askPassword);
        const [type, answer] = await readMessage(socket);
        if (type === "p" && isSame(answer.toString("utf8").replace(/\0$/, ""), this.#password)) {
          socket.unshift(startup);
          return true;
        }
        socket.write(refusal("password authentication failed"));
      }
    } catch {
      // It hung up, or speaks no protocol of ours.
    } finally {
      this.#waiting.delete(socket);
    }
    socket.destroySoon();
    return false;
  }

  /** Hangs up on who has not been let in yet. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
  }
}

/** The message that begins a session; null for a client that only wants to cancel one. */
async function readStartup(socket: Socket): Promise<Buffer | null> {
  for (;;) {
    const head = await read(socket, 8);
    const code = head.readInt32BE(4);
    if (code === codes.ssl || code === codes.gss) socket.write("N");
    else if (code === codes.cancel) return null;
    else if (code === codes.protocol3)
      return Buffer.concat([head, await read(socket, head.readInt32BE(0) - 8)]);
    else throw new Error("This is not PostgreSQL's protocol.");
  }
}

async function readMessage(socket: Socket): Promise<[type: string, body: Buffer]> {
  const head = await read(socket, 5);
  return [head.toString("latin1", 0, 1), await read(socket, head.readInt32BE(1) - 4)];
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  if (length < 1 || length > longestMessage) throw new Error("No such message is expected.");
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    // At its end a stream gives what it has.
    if (bytes?.length === length) return bytes;
    if (bytes || socket.readableEnded || socket.destroyed) throw new Error("The client hung up.");
    await new Promise<void>((resolve) => {
      const events = ["readable", "close", "error"] as const;
      const go = () => {
        for (const event of events) socket.off(event, go);
        resolve();
      };
      for (const event of events) socket.on(event, go);
    });
  }
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C28P01\0M${message}\0\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
