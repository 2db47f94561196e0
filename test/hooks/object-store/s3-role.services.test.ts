// An aws connection that assumes a role, as STS sees it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectStore } from "../../../src/hooks/index.ts";
import { s3Config } from "../../../src/hooks/object-store/s3/s3-config.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { listen } from "../../services/ports.ts";
import { type S3Server, startS3 } from "../../services/s3.ts";
import { collect, hookServices, rejection } from "../hook-services.ts";

const role = "arn:aws:iam::123456789012:role/etl";
const s3 = await startS3();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "windsock-role-"));
});

afterAll(async () => {
  await s3?.stop();
  await rm(folder, { recursive: true });
});

describe.skipIf(s3 === null)("A role", () => {
  if (s3) roles(s3);
});

function roles(server: S3Server): void {
  function assuming(extra: Readonly<Record<string, unknown>>) {
    const { extra: usual, ...connection } = server.connection();
    const sts = { sts: { endpoint_url: server.endpoint } };
    return { ...connection, extra: { ...usual, role_arn: role, service_config: sts, ...extra } };
  }

  /** Whom STS takes the one for who has the connection's credentials. */
  async function caller(
    extra: Readonly<Record<string, unknown>>,
    connId = "aws_conn",
  ): Promise<string | undefined> {
    const { credentials } = s3Config({ ...assuming(extra), connId });
    if (typeof credentials !== "function") throw new Error("The credentials are no role's.");
    const { accessKeyId, sessionToken, expiration } = await credentials({
      callerClientConfig: { region: async () => "us-east-1", profile: undefined },
    });
    expect(sessionToken).toBeTruthy();
    expect(expiration?.getTime()).toBeGreaterThan(Date.now());
    const scope = `${accessKeyId}/20260101/us-east-1/sts/aws4_request`;
    const answer = await fetch(server.endpoint, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    return /<Arn>(.*)<\/Arn>/.exec(await answer.text())?.[1];
  }

  test("is assumed by the connection's keys, and its objects are read", async () => {
    const bucket = await server.createBucket();
    const store = await objectStore.open(assuming({}), hookServices());
    await store.write(bucket, "k", Readable.from([Buffer.from("text")]));
    expect((await collect(store.stream(bucket, "k"))).toString()).toBe("text");
  });

  test("has Airflow's name of the session, unless another one is given", async () => {
    expect(await caller({})).toBe("arn:aws:sts::123456789012:assumed-role/etl/airflow_aws_conn");
    // python-slugify's words for it.
    expect(await caller({}, "-AWS.Conn/x--y")).toMatch(/etl\/airflow_-aws.conn-x-y$/);
    const named = { RoleSessionName: "nightly", ExternalId: "x", DurationSeconds: 900 };
    expect(await caller({ assume_role_kwargs: named })).toMatch(/assumed-role\/etl\/nightly$/);
  });

  test("is assumed by a token in a file", async () => {
    const file = path.join(folder, "token");
    await writeFile(file, "a.b.c\n");
    const byToken = {
      assume_role_method: "assume_role_with_web_identity",
      assume_role_with_web_identity_federation: "file",
      assume_role_with_web_identity_token_file: file,
    };
    expect(await caller(byToken)).toMatch(/assumed-role\/etl\/airflow_aws_conn$/);
    const absent = { ...byToken, assume_role_with_web_identity_token_file: `${file}-not` };
    await expect(caller(absent)).rejects.toThrow(/role_arn in its extra could not be assumed .*ENOENT/);
  });

  test.each([
    [403, "AccessDenied", true],
    [400, "ValidationError", true],
    [400, "ExpiredTokenException", false],
    [503, "ServiceUnavailable", false],
  ])("that STS answers with %i %s is an error without retries: %s", async (status, code, isFinal) => {
    const sts = createServer((_request, response) => {
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(
        `<ErrorResponse><Error><Code>${code}</Code><Message>not you</Message></Error></ErrorResponse>`,
      );
    });
    const endpoint = `http://127.0.0.1:${await listen(sts)}`;
    try {
      const retries = { config_kwargs: { retries: { max_attempts: 0 } } };
      const connection = assuming({ service_config: { sts: { endpoint_url: endpoint } }, ...retries });
      const store = await objectStore.open(connection, hookServices());
      for (const attempt of [
        () => store.head("b", "k"),
        () => store.read("b", "k"),
        () => store.checkAccess("b"),
      ]) {
        const error = await rejection(attempt());
        expect(error.message).toMatch(
          /^Connection "aws_conn": the role_arn in its extra could not be assumed/,
        );
        expect(error.message).toContain(`${code}: not you`);
        expect(error instanceof AirflowFailException).toBe(isFinal);
      }
    } finally {
      await stop(sts);
    }
  });
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
