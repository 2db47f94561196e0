import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { s3Config } from "../../../src/hooks/object-store/s3/s3-config.ts";
import { unreadS3Extras } from "../../../src/hooks/object-store/s3/s3-extras.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { connectionFromFields, parseConnection } from "../../../src/model/connection/parse-connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { listen } from "../../services/ports.ts";
import { ownCertificate } from "./own-certificate.ts";

function connection(fields: Readonly<Record<string, unknown>>): Connection {
  return connectionFromFields("aws_conn", { conn_type: "aws", ...fields });
}

describe("An aws connection", () => {
  test("gives its login and password as the key pair", () => {
    const { credentials } = s3Config(connection({ login: "id", password: "secret" }));
    expect(credentials).toEqual({ accessKeyId: "id", secretAccessKey: "secret" });
  });

  test("may hold the key pair and a session token in its extra", () => {
    const extra = { aws_access_key_id: "id", aws_secret_access_key: "secret", aws_session_token: "token" };
    const expected = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" };
    expect(s3Config(connection({ extra })).credentials).toEqual(expected);
  });

  test("leaves the credentials to the SDK when it has none", () => {
    expect(s3Config(connection({}))).not.toHaveProperty("credentials");
    expect(s3Config(connection({ login: "", password: "" }))).not.toHaveProperty("credentials");
  });

  test.each([
    ["a login alone", { login: "id" }],
    ["a password alone", { password: "secret" }],
    ["a login and an empty password", { login: "id", password: "" }],
    ["an access key alone", { extra: { aws_access_key_id: "id" } }],
    ["a login and the other half in the extra", { login: "id", extra: { aws_secret_access_key: "secret" } }],
    ["a session token alone", { extra: { aws_session_token: "token" } }],
  ])("with %s fails, since another identity would be used", (_, fields) => {
    expect(() => s3Config(connection(fields))).toThrow(AirflowFailException);
    expect(() => s3Config(connection(fields))).toThrow("only a part of its keys");
  });

  test("addresses buckets by path where it names an endpoint, S3's own before the general one", () => {
    const general = { endpoint_url: "http://general:1" };
    const own = { ...general, service_config: { s3: { endpoint_url: "http://own:2" } } };
    expect(s3Config(connection({ extra: general }))).toMatchObject({
      endpoint: "http://general:1",
      forcePathStyle: true,
    });
    expect(s3Config(connection({ extra: own })).endpoint).toBe("http://own:2");
    expect(s3Config(connection({}))).toMatchObject({ forcePathStyle: false });
    const styled = (addressing_style: string, endpoint_url?: string) =>
      s3Config(connection({ extra: { endpoint_url, config_kwargs: { s3: { addressing_style } } } }));
    expect(styled("virtual", "http://general:1")).toMatchObject({ forcePathStyle: false });
    expect(styled("auto", "http://general:1")).toMatchObject({ forcePathStyle: true });
    expect(styled("path")).toMatchObject({ forcePathStyle: true });
  });

  test("takes its region before the environment's, and the environment's before S3's first", () => {
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    try {
      delete process.env.AWS_REGION;
      process.env.AWS_DEFAULT_REGION = "eu-west-3";
      expect(s3Config(connection({ extra: { region_name: "eu-central-1" } })).region).toBe("eu-central-1");
      expect(s3Config(connection({})).region).toBe("eu-west-3");
      delete process.env.AWS_DEFAULT_REGION;
      expect(s3Config(connection({})).region).toBe("us-east-1");
    } finally {
      if (AWS_REGION !== undefined) process.env.AWS_REGION = AWS_REGION;
      if (AWS_DEFAULT_REGION !== undefined) process.env.AWS_DEFAULT_REGION = AWS_DEFAULT_REGION;
    }
  });

  test("may be a URI and may name a profile", () => {
    const uri = "aws://id:se%2Fcret@/?endpoint_url=http%3A%2F%2Fstore%3A9000&profile_name=etl";
    expect(s3Config(parseConnection("aws_conn", uri))).toMatchObject({
      endpoint: "http://store:9000",
      credentials: { accessKeyId: "id", secretAccessKey: "se/cret" },
      profile: "etl",
    });
  });

  test.each(["external_id", "aws_iam_role", "assume_role_with_saml", "s3_config_file"])(
    "with %s fails, since the wrong identity would be used",
    (name) => {
      const assuming = connection({ extra: { [name]: "arn:aws:iam::1:role/etl" } });
      expect(() => s3Config(assuming)).toThrow(AirflowFailException);
      expect(() => s3Config(assuming)).toThrow(`Connection "aws_conn" has a ${name}`);
    },
  );

  const role_arn = "arn:aws:iam::1:role/etl";
  const assume_role_method = "assume_role_with_web_identity";

  test.each([
    [{ assume_role_kwargs: { ExternalId: "x" } }, "has assume_role_kwargs in its extra, but no role_arn"],
    [{ assume_role_method }, "has assume_role_method in its extra, but no role_arn"],
    [
      { role_arn, assume_role_method: "assume_role_with_saml" },
      "must be one of assume_role, assume_role_with",
    ],
    [{ role_arn, assume_role_kwargs: { SerialNumber: "mfa" } }, "assume_role_kwargs.SerialNumber"],
    [{ role_arn, assume_role_kwargs: "ExternalId" }, "assume_role_kwargs in its extra must be an object"],
    [
      { role_arn, assume_role_method, assume_role_kwargs: { ExternalId: "x" } },
      "assume_role_kwargs.ExternalId",
    ],
    [{ role_arn, assume_role_method }, "assume_role_with_web_identity_token_file in its extra is missing"],
    [
      { role_arn, assume_role_method, assume_role_with_web_identity_federation: "google" },
      "assume_role_with_web_identity_federation in its extra must be one of file",
    ],
    [{ role_arn, service_config: { sts: { endpoint_url: "sts" } } }, "service_config.sts.endpoint_url"],
    [{ role_arn, config_kwargs: { signature_version: "unsigned" } }, "nobody has a role_arn"],
  ])("with a role of %j fails by name", (extra, message) => {
    expect(() => s3Config(connection({ extra }))).toThrow(AirflowFailException);
    expect(() => s3Config(connection({ extra }))).toThrow(message);
  });

  test("needs no role for what says nothing of one", () => {
    const extra = {
      assume_role_kwargs: {},
      assume_role_method: "",
      assume_role_with_web_identity_token_file: null,
    };
    expect(() => s3Config(connection({ extra }))).not.toThrow();
  });

  test.each([
    [{ config_kwargs: { proxies: { https: "http://user:pw@proxy" } } }, "config_kwargs.proxies"],
    [{ config_kwargs: { client_cert: "/file.pem" } }, "config_kwargs.client_cert"],
    [
      { config_kwargs: { s3: { payload_signing_enabled: true } } },
      "config_kwargs.s3.payload_signing_enabled",
    ],
    [{ config_kwargs: { s3: { addressing_style: "paths" } } }, "must be one of auto, virtual, path"],
    [{ config_kwargs: { signature_version: "s3" } }, "must be one of s3v4, v4, unsigned"],
    [{ config_kwargs: { request_checksum_calculation: "never" } }, "WHEN_REQUIRED"],
    [{ config_kwargs: { retries: { max_attempts: -1 } } }, "must be a whole number from 0"],
    [{ config_kwargs: { retries: { attempts: 3 } } }, "config_kwargs.retries.attempts"],
    [{ config_kwargs: "{}" }, "must be an object"],
    [{ session_kwargs: { botocore_session: "x" } }, "session_kwargs.botocore_session"],
    [{ service_config: { s3: { endpoint: "http://store" } } }, "service_config.s3.endpoint"],
    [{ region_name: 5 }, "region_name in its extra must be text"],
    [{ verify: "/no/such/file.pem" }, "/no/such/file.pem"],
  ])("with an extra of %j fails by name", (extra, message) => {
    expect(() => s3Config(connection({ extra }))).toThrow(AirflowFailException);
    expect(() => s3Config(connection({ extra }))).toThrow(message);
  });

  test("has nothing refused that botocore alone would notice, or that is empty", () => {
    const extra = {
      config_kwargs: { parameter_validation: false, tcp_keepalive: true, s3: {}, proxies: null },
      service_config: { s3: { bucket_name: "b" }, sts: { endpoint_url: "http://sts" } },
      role_arn: "",
      note: "who keeps it",
    };
    expect(s3Config(connection({ extra }))).toMatchObject({ region: "us-east-1" });
    expect(unreadS3Extras(connection({ extra }))).toEqual(["note"]);
  });

  test("says how it checks, how often and as whom it asks", () => {
    const config_kwargs = {
      request_checksum_calculation: "when_required",
      response_checksum_validation: "when_required",
      retries: { max_attempts: 0, mode: "adaptive" },
      use_fips_endpoint: true,
      max_pool_connections: 3,
      user_agent_extra: "etl",
      connect_timeout: 2_147_483_647,
    };
    expect(s3Config(connection({ extra: { config_kwargs, verify: false } }))).toMatchObject({
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
      retryMode: "adaptive",
      useFipsEndpoint: true,
      customUserAgent: "etl",
      requestHandler: {
        connectionTimeout: 2_147_483_647,
        httpAgent: { keepAlive: true, maxSockets: 3 },
        httpsAgent: { keepAlive: true, maxSockets: 3, rejectUnauthorized: false },
      },
    });
  });

  test("asks as nobody when its requests are to be unsigned", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const port = await listen(server);
    const send = async (config_kwargs: object) => {
      const extra = { endpoint_url: `http://127.0.0.1:${port}`, config_kwargs };
      const client = new S3Client(s3Config(connection({ login: "id", password: "secret", extra })));
      await client.send(new HeadObjectCommand({ Bucket: "bucket", Key: "key" }));
      client.destroy();
    };
    await send({ signature_version: "unsigned" });
    await send({ signature_version: "s3v4" });
    server.close();
    expect(seen).toEqual([undefined, expect.stringContaining("Credential=id/")]);
  });

  test("trusts whom `verify` says, where the store speaks TLS", async () => {
    const certificate = await ownCertificate();
    const server = createTlsServer(certificate.options, (request, response) => {
      request.resume().on("end", () => response.end());
    });
    const port = await listen(server);
    const send = async (verify: unknown) => {
      const config_kwargs = { retries: { max_attempts: 0 } };
      const extra = { endpoint_url: `https://localhost:${port}`, verify, config_kwargs };
      const client = new S3Client(s3Config(connection({ login: "id", password: "secret", extra })));
      const object = { Bucket: "bucket", Key: "key" };
      try {
        await client.send(new HeadObjectCommand(object));
        // The SDK asks before it sends so much, unless it is told not to: on a connection that knows nothing of `verify`.
        await client.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(3 * 1024 * 1024) }));
      } finally {
        client.destroy();
      }
    };
    try {
      await send(false);
      await send(certificate.file);
      await expect(send(true)).rejects.toThrow(/self-signed/);
      await expect(send(undefined)).rejects.toThrow(/self-signed/);
    } finally {
      server.close();
      await certificate.remove();
    }
  });

  test("tries as often and waits as long as its config_kwargs say, in botocore's words", () => {
    const config_kwargs = { connect_timeout: 2, read_timeout: 30.5, retries: { total_max_attempts: 8 } };
    expect(s3Config(connection({ extra: { config_kwargs } }))).toMatchObject({
      maxAttempts: 8,
      requestHandler: { connectionTimeout: 2_000, socketTimeout: 30_500 },
    });
    const wrong = connection({ extra: { config_kwargs: { read_timeout: "soon" } } });
    expect(() => s3Config(wrong)).toThrow(
      "config_kwargs.read_timeout in its extra must be a positive number",
    );
  });
});
