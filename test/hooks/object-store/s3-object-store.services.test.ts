import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { type ObjectStore, objectStore } from "../../../src/hooks/index.ts";
import { type Connection, connectionToJson } from "../../../src/model/connection/connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { unusedPort } from "../../services/ports.ts";
import { type S3Server, startS3 } from "../../services/s3.ts";
import { hookServices, rejection } from "../hook-services.ts";
import { marksFolder } from "./marks-folder.ts";

const mebibyte = 1024 * 1024;
const s3 = await startS3();
afterAll(() => s3?.stop());

function open(connection: Connection, signal?: AbortSignal): Promise<ObjectStore> | ObjectStore {
  return objectStore.open(connection, hookServices(signal));
}

/** Two parts and a bit, then whatever `end` does. */
async function* severalParts(end: () => unknown): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < 18; part += 1) yield randomBytes(mebibyte);
  await end();
}

describe.skipIf(s3 === null)("A multipart upload", () => {
  if (s3) multipartUploads(s3);
});

describe.skipIf(s3 === null)("Access to S3", () => {
  if (s3) access(s3);
});

function multipartUploads(server: S3Server): void {
  async function openUploads(bucket: string): Promise<number> {
    const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return Uploads.length;
  }

  /** The marks of uploads to the bucket, beside those of other tests. */
  async function marks(bucket: string): Promise<string[]> {
    const names = await readdir(marksFolder()).catch(() => []);
    const marks = names.map((name) => readFile(path.join(marksFolder(), name), "utf8").catch(() => ""));
    return (await Promise.all(marks)).filter((mark) => mark.includes(`"${bucket}"`));
  }

  async function* small(text: string): AsyncGenerator<string> {
    yield text;
  }

  test("is open while the body lasts, and gone when that throws", async () => {
    const [store, bucket] = [await open(server.connection()), await server.createBucket()];
    const body = severalParts(async () => {
      await expect.poll(() => openUploads(bucket), { timeout: 10_000 }).toBe(1);
      throw new Error("the source broke off");
    });
    await expect(store.write(bucket, "k", body)).rejects.toThrow("the source broke off");
    expect(await openUploads(bucket)).toBe(0);
  });

  test("is left by a process that was killed, and aborted by the next write to the bucket", async () => {
    const [store, bucket] = [await open(server.connection()), await server.createBucket()];
    const script = path.join(import.meta.dirname, "../write-forever.ts");
    const args = [connectionToJson(server.connection()), bucket, String(18 * mebibyte)];
    const writer = spawn(process.execPath, ["--import", "tsx", script, ...args]);
    const ended = once(writer, "close");
    await expect.poll(() => openUploads(bucket), { timeout: 30_000 }).toBe(1);
    await store.write(bucket, "other", small("x"));
    expect(await openUploads(bucket), "a living writer's upload stays").toBe(1);

    writer.kill("SIGKILL");
    await ended;
    expect(await openUploads(bucket)).toBe(1);
    await store.write(bucket, "other", small("y"));
    expect(await openUploads(bucket)).toBe(0);
    expect(await marks(bucket)).toEqual([]);
  });

  test("is gone when the task is asked to stop, even if the body has stalled", async () => {
    const stop = new AbortController();
    const [store, bucket] = [await open(server.connection(), stop.signal), await server.createBucket()];
    const body = severalParts(async () => {
      await expect.poll(() => openUploads(bucket), { timeout: 10_000 }).toBe(1);
      stop.abort();
      await new Promise(() => undefined);
    });
    await expect(store.write(bucket, "k", body)).rejects.toThrow("aborted");
    expect(await openUploads(bucket)).toBe(0);
  });
}

function access(server: S3Server): void {
  test("that cannot be connected to names the endpoint, and may be tried again", async () => {
    const port = await unusedPort();
    const endpoint = `http://127.0.0.1:${port}`;
    const store = await open(server.connection({ extra: { endpoint_url: endpoint } }));
    const error = await rejection(store.head("some-bucket", "k"));
    expect(error).not.toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain('Looking for object "k" in bucket "some-bucket" failed');
    expect(error.message).toContain(`connection "aws_conn", endpoint ${endpoint}`);
    expect(error.message).toContain("ECONNREFUSED");
  });

  // The last one: the server is never as open again.
  test("that is refused fails without retries, and says what to check, but no secret", async () => {
    const bucket = await server.createBucket();
    const user = await createUser(server.endpoint);
    await fetch(`${server.endpoint}/moto-api/reset-auth`, { method: "POST", body: "0" });
    const refused = async (login: string, password: string) => {
      const store = await open(server.connection({ login, password }));
      const attempts = [
        () => store.read(bucket, "k"),
        () => store.head(bucket, "k"),
        () => store.checkAccess(bucket),
        () =>
          store.write(
            bucket,
            "k",
            severalParts(() => undefined),
          ),
      ];
      const errors = await Promise.all(attempts.map((attempt) => rejection(attempt())));
      for (const error of errors) {
        expect(error).toBeInstanceOf(AirflowFailException);
        expect(error.message).toContain(`bucket "${bucket}" failed`);
        expect(error.message).toContain(`connection "aws_conn", endpoint ${server.endpoint}`);
        expect(error.message).not.toContain(password);
        expect(error.cause).toBeInstanceOf(Error);
      }
      return errors[0]?.message;
    };
    expect(await refused("unknown-key", "unknown-secret")).toContain(
      "refused the credentials (InvalidAccessKeyId",
    );
    expect(await refused(user.login, "wrong-secret")).toContain(
      "refused the credentials (SignatureDoesNotMatch",
    );
    expect(await refused(user.login, user.password)).toContain("access is denied");
  });
}

/** A user of the test server's IAM, without any permission. */
async function createUser(endpoint: string): Promise<{ login: string; password: string }> {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x";
  const iam = async (action: string) => {
    const body = new URLSearchParams({ Version: "2010-05-08", Action: action, UserName: "nobody" });
    return (await fetch(endpoint, { method: "POST", headers: { authorization }, body })).text();
  };
  await iam("CreateUser");
  const answer = await iam("CreateAccessKey");
  const field = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(answer)?.[1] ?? "";
  return { login: field("AccessKeyId"), password: field("SecretAccessKey") };
}
