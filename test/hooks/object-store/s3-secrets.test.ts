// Nothing of a connection to S3 that could be a secret is in an error.
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { objectStore } from "../../../src/hooks/index.ts";
import { connectionFromFields } from "../../../src/model/connection/parse-connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { unusedPort } from "../../services/ports.ts";
import { hookServices, rejection } from "../hook-services.ts";
import { LyingServer } from "./lying-server.ts";

const server = await LyingServer.start();
afterAll(() => server.stop());

const secret = "hunter2";

/** An error with all that a log or `console.log` makes of it, in depth. */
function everythingOf(error: Error): string {
  const all: string[] = [];
  for (let next: unknown = error; next instanceof Error; next = next.cause) {
    all.push(next.message, next.stack ?? "", inspect(next, { depth: 10, showHidden: true }));
  }
  return all.join("\n");
}

async function errorsOf(extra: Record<string, unknown>): Promise<Error[]> {
  const store = await objectStore.open(server.connection(extra), hookServices());
  const attempts = [
    () => store.read("bucket", "k"),
    () => store.head("bucket", "k"),
    () => store.checkAccess("bucket"),
    () => store.delete("bucket", "k"),
  ];
  return Promise.all(attempts.map((attempt) => rejection(attempt())));
}

describe("An endpoint with a secret in it", () => {
  test.each([
    ["user and password", (port: number) => `http://user:${secret}@127.0.0.1:${port}`],
    ["an encoded password", (port: number) => `http://user:%2F${secret}@127.0.0.1:${port}`],
    ["a query", (port: number) => `http://127.0.0.1:${port}/?token=${secret}`],
    ["a path", (port: number) => `http://127.0.0.1:${port}/${secret}/s3`],
    ["a fragment", (port: number) => `http://127.0.0.1:${port}/#${secret}`],
  ])("is named without it: %s", async (_, url) => {
    const port = await unusedPort();
    for (const extra of [
      { endpoint_url: url(port) },
      { service_config: { s3: { endpoint_url: url(port) } } },
    ]) {
      for (const error of await errorsOf(extra)) {
        expect(error.message).toContain(`(connection "aws_conn", endpoint http://127.0.0.1:${port})`);
        expect(everythingOf(error)).not.toContain(secret);
      }
    }
  });

  test.each([
    `http://user:${secret}/x@minio:9000`,
    `http://user:1${secret}`,
    `http://user:12/${secret}@minio:9000`,
    `http://user:12?${secret}@minio:9000`,
    `http://user:12#${secret}@minio:9000`,
    `http://user:12\\${secret}@minio:9000`,
    `user:${secret}@minio:9000`,
    `minio:9000/${secret}`,
    `${secret}`,
    `ftp://user:${secret}@minio`,
  ])("that cannot be read is refused without being quoted or looked up: %s", async (endpoint_url) => {
    const connection = connectionFromFields("aws_conn", { conn_type: "aws", extra: { endpoint_url } });
    const opened = Promise.resolve().then(() => objectStore.open(connection, hookServices()));
    const error = await rejection(opened);
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain(
      'Connection "aws_conn": endpoint_url in its extra is no URL that can be used.',
    );
    expect(everythingOf(error)).not.toContain(secret);
  });
});

describe("An answer that echoes what it was asked with", () => {
  test.each([
    ["a refused token", 400, "InvalidToken", `<Token-0>${secret}</Token-0>`],
    ["an expired token", 400, "ExpiredToken", `<Token-0>${secret}</Token-0>`],
    [
      "the request as it was signed",
      403,
      "SignatureDoesNotMatch",
      `<StringToSign>${secret}</StringToSign><CanonicalRequest>x-amz-security-token:${secret}</CanonicalRequest>`,
    ],
    ["an absent object", 404, "NoSuchKey", `<Key>${secret}</Key>`],
    ["an absent bucket", 404, "NoSuchBucket", `<BucketName>${secret}</BucketName>`],
    ["headers of an unknown refusal", 400, "InvalidArgument", `<ArgumentValue>${secret}</ArgumentValue>`],
  ])("is not told on: %s", async (_, status, code, fields) => {
    server.say((response) => {
      response.writeHead(status, { "Content-Type": "application/xml" });
      response.end(
        `<?xml version="1.0"?><Error><Code>${code}</Code><Message>See https://u:${secret}@host/k?X-Amz-Security-Token=${secret}.</Message>${fields}</Error>`,
      );
    });
    for (const error of await errorsOf({ aws_session_token: secret })) {
      expect(error.cause).toBeInstanceOf(Error);
      expect(everythingOf(error)).not.toContain(secret);
    }
  });
});
