// Speaks enough of PostgreSQL's protocol to take statements as Redshift's driver sends them, and does nothing with them.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export interface SqlListener {
  readonly port: number;
  /** The statements so far. */
  readonly statements: readonly string[];
  stop(): Promise<void>;
}

export async function startSqlListener(): Promise<SqlListener> {
  const statements: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket, statements);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    statements,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const ready = message("Z", Buffer.from("I"));
const complete = message("C", Buffer.from("OK 0\0"));
const authenticated = message("R", Buffer.from([0, 0, 0, 0]));
const parameter = (name: string, value: string) => message("S", Buffer.from(`${name}\0${value}\0`));
const encryptionRequest = 80_877_103;

function serve(socket: Socket, statements: string[]): void {
  let rest = Buffer.alloc(0);
  let isStarted = false;
  socket.on("data", (piece) => {
    rest = Buffer.concat([rest, Buffer.from(piece)]);
    for (;;) {
      const start = isStarted ? 1 : 0;
      if (rest.length < start + 4) return;
      const length = start + rest.readInt32BE(start);
      if (rest.length < length) return;
      const whole = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (isStarted) answer(socket, whole, statements);
      else if (whole.readInt32BE(4) === encryptionRequest) socket.write("N");
      else {
        isStarted = true;
        const about = [parameter("server_version", "8.0.2"), parameter("client_encoding", "UTF8")];
        socket.write(Buffer.concat([authenticated, ...about, message("K", Buffer.alloc(8)), ready]));
      }
    }
  });
}

function answer(socket: Socket, whole: Buffer, statements: string[]): void {
  const body = whole.subarray(5);
  switch (String.fromCharCode(whole[0] ?? 0)) {
    case "Q":
      statements.push(body.toString().replace(/\0.*/s, ""));
      socket.write(Buffer.concat([complete, ready]));
      break;
    case "P":
      statements.push(body.toString().split("\0")[1] ?? "");
      socket.write(message("1"));
      break;
    case "B":
      socket.write(message("2"));
      break;
    case "D":
      // Of a statement, its parameters come first.
      if (body[0] === "S".charCodeAt(0)) socket.write(message("t", Buffer.alloc(2)));
      socket.write(message("n"));
      break;
    case "E":
      socket.write(complete);
      break;
    case "C":
      socket.write(message("3"));
      break;
    case "S":
      socket.write(ready);
      break;
    case "X":
      socket.end();
  }
}
