import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { S3ObjectStore } from "../../../src/hooks/object-store/s3/s3-object-store.ts";
import { connectionFromFields } from "../../../src/model/connection/parse-connection.ts";
import { listen } from "../../services/ports.ts";
import { ownCertificate } from "./own-certificate.ts";

const text = "one,two\n";
const sha256 = createHash("sha256").update(text).digest("hex");
const checksum = Buffer.alloc(4);
checksum.writeUInt32BE(crc32(text));

describe("The body of an object that is written", () => {
  test("is covered by its checksum alone over TLS, and by the signature as well over plain HTTP", async () => {
    const body = { checksum: checksum.toString("base64"), isSigned: true };
    expect(await writtenTo("https")).toEqual({ ...body, hash: "UNSIGNED-PAYLOAD" });
    expect(await writtenTo("http")).toEqual({ ...body, hash: sha256 });
  });

  test("is covered by the signature where it has no checksum", async () => {
    const config_kwargs = { request_checksum_calculation: "when_required" };
    expect(await writtenTo("https", config_kwargs)).toEqual({ hash: sha256, isSigned: true });
  });
});

/** What the request says of the body, and whether the signature covers that. */
async function writtenTo(protocol: "http" | "https", config_kwargs = {}) {
  const certificate = await ownCertificate();
  const seen: object[] = [];
  const answer: RequestListener = ({ headers }, response) => {
    const signed = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
    const checksum = headers["x-amz-checksum-crc32"];
    seen.push({
      hash: headers["x-amz-content-sha256"],
      ...(checksum !== undefined && { checksum }),
      isSigned: signed.includes("x-amz-content-sha256"),
    });
    response.setHeader("etag", '"1"').end();
  };
  const server = protocol === "http" ? createServer(answer) : createTlsServer(certificate.options, answer);
  const extra = {
    endpoint_url: `${protocol}://localhost:${await listen(server)}`,
    verify: false,
    config_kwargs,
  };
  const fields = { conn_type: "aws", login: "id", password: "secret", extra };
  const log = { debug() {}, info() {}, warning() {}, error() {} };
  const services = { log, signal: new AbortController().signal };
  const store = new S3ObjectStore(connectionFromFields("aws_conn", fields), services);
  try {
    await store.write("bucket", "key", Readable.from([text]));
  } finally {
    store.close();
    server.close();
    await certificate.remove();
  }
  return seen[0];
}
