// An S3-protocol server that answers what it is told to, true or not.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { connectionFromFields } from "../../../src/model/connection/parse-connection.ts";
import { listen } from "../../services/ports.ts";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export class LyingServer {
  /** What is answered to each request in turn; the last one again and again. */
  answers: Answer[] = [];
  /** What was asked: method, range and condition. */
  readonly asked: { method: string | undefined; range: string | undefined; ifMatch: string | undefined }[] =
    [];
  readonly #server = createServer((request, response) => {
    const { method, headers } = request;
    this.asked.push({ method, range: headers.range, ifMatch: headers["if-match"] });
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    answer?.(response, request);
  });
  port = 0;

  static async start(): Promise<LyingServer> {
    const server = new LyingServer();
    server.port = await listen(server.#server);
    return server;
  }

  /** The answers from now on. */
  say(...answers: Answer[]): void {
    this.answers = answers;
    this.asked.length = 0;
  }

  connection(extra: Readonly<Record<string, unknown>> = {}): Connection {
    return connectionFromFields("aws_conn", {
      conn_type: "aws",
      login: "key",
      password: "secret",
      extra: {
        endpoint_url: `http://127.0.0.1:${this.port}`,
        region_name: "us-east-1",
        config_kwargs: { retries: { total_max_attempts: 1 } },
        ...extra,
      },
    });
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
