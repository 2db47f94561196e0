import { describe, expect, test } from "vitest";
import { s3Config } from "../../../src/hooks/object-store/s3/s3-config.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { connectionFromFields, parseConnection } from "../../../src/model/connection/parse-connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";

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

  test("leaves the credentials to the SDK when it has none, or only half of them", () => {
    expect(s3Config(connection({}))).not.toHaveProperty("credentials");
    expect(s3Config(connection({ login: "id" }))).not.toHaveProperty("credentials");
  });

  test("addresses buckets by path where it names an endpoint, S3's own before the general one", () => {
    const general = { endpoint_url: "http://general:1" };
    const own = { ...general, service_config: { s3: { endpoint_url: "http://own:2" } } };
    expect(s3Config(connection({ extra: general }))).toMatchObject({
      endpoint: "http://general:1",
      forcePathStyle: true,
    });
    expect(s3Config(connection({ extra: own })).endpoint).toBe("http://own:2");
    expect(s3Config(connection({}))).not.toHaveProperty("forcePathStyle");
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

  test("that names a role fails, since the wrong identity would be used", () => {
    const assuming = connection({ extra: { role_arn: "arn:aws:iam::1:role/etl" } });
    expect(() => s3Config(assuming)).toThrow(AirflowFailException);
    expect(() => s3Config(assuming)).toThrow('Connection "aws_conn" has a role_arn');
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
