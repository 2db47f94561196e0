// From an Airflow `aws` connection to the AWS SDK's configuration.
import { readFileSync } from "node:fs";
import type { AgentOptions } from "node:https";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { longestTimer } from "../../../system/longest-timer.ts";
import { checkS3Extras, S3Setting } from "./s3-extras.ts";
import { proxyOptions } from "./s3-proxies.ts";
import { type Keys, roleOf } from "./s3-role.ts";

/**
 * Reads the fields of Airflow's Amazon Web Services connection that concern S3.
 *
 * @throws {AirflowFailException} for whatever cannot be followed
 * @see https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
 */
export function s3Config(connection: Connection): S3ClientConfig {
  checkS3Extras(connection);
  const setting = (name: string) => new S3Setting(connection, name);
  const endpoint = setting("service_config.s3.endpoint_url").url() ?? setting("endpoint_url").url() ?? null;
  const profile = setting("profile_name").text() ?? setting("session_kwargs.profile_name").text();
  return {
    region: regionOf(connection),
    // A bucket's own region may be another one; boto3, and so Airflow, follows there too.
    followRegionRedirects: true,
    // To ask before a body is sent, the SDK opens a connection for each part, without the settings of the others.
    expectContinueHeader: false,
    ...(endpoint !== null && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...identityOf(connection),
    ...addressingOf(connection, endpoint),
    ...patienceOf(connection),
    ...defined({
      requestChecksumCalculation: checksums(setting("config_kwargs.request_checksum_calculation")),
      responseChecksumValidation: checksums(setting("config_kwargs.response_checksum_validation")),
      useDualstackEndpoint: setting("config_kwargs.use_dualstack_endpoint").flag(),
      useFipsEndpoint: setting("config_kwargs.use_fips_endpoint").flag(),
      userAgentAppId: setting("config_kwargs.user_agent_appid").text(),
      customUserAgent: setting("config_kwargs.user_agent_extra").text(),
    }),
  };
}

/** How buckets become addresses: by default in the path of an endpoint of one's own, and in Amazon's host names. */
function addressingOf(connection: Connection, endpoint: string | null): S3ClientConfig {
  const setting = (name: string) => new S3Setting(connection, `config_kwargs.s3.${name}`);
  const style = setting("addressing_style").oneOf(["auto", "virtual", "path"]) ?? "auto";
  const regional = setting("us_east_1_regional_endpoint").oneOf(["regional", "legacy"]);
  return {
    forcePathStyle: style === "path" || (style === "auto" && endpoint !== null),
    ...(regional === "legacy" && { useGlobalEndpoint: true }),
    ...defined({
      useAccelerateEndpoint: setting("use_accelerate_endpoint").flag(),
      useArnRegion: setting("use_arn_region").flag(),
    }),
  };
}

/** How often and how long the SDK tries, and whom it trusts. */
function patienceOf(connection: Connection): S3ClientConfig {
  const setting = (name: string) => new S3Setting(connection, `config_kwargs.${name}`);
  const milliseconds = (name: string, byDefault: number) =>
    Math.min((setting(name).positive() ?? byDefault) * 1000, longestTimer);
  const retries = setting("retries.max_attempts").count();
  const attempts =
    setting("retries.total_max_attempts").positive() ?? (retries !== undefined ? retries + 1 : 5);
  const mode = setting("retries.mode").oneOf(["legacy", "standard", "adaptive"]);
  return {
    maxAttempts: attempts,
    retryMode: mode === "adaptive" ? "adaptive" : "standard",
    requestHandler: {
      connectionTimeout: milliseconds("connect_timeout", 5),
      // A request includes sending a part of 8 MiB.
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
      // A socket also rests while the task works on what it has read.
      socketTimeout: milliseconds("read_timeout", 300),
      ...agentsOf(connection),
    },
  };
}

/** Nothing where the SDK's own agents do. */
function agentsOf(connection: Connection): { httpAgent?: AgentOptions; httpsAgent?: AgentOptions } {
  const maxSockets = new S3Setting(connection, "config_kwargs.max_pool_connections").positive();
  const options = { ...(maxSockets !== undefined && { maxSockets }), ...proxyOptions() };
  const overTls = { ...options, ...trustOf(connection) };
  return {
    ...(!isEmpty(options) && { httpAgent: { keepAlive: true, ...options } }),
    ...(!isEmpty(overTls) && { httpsAgent: { keepAlive: true, ...overTls } }),
  };
}

function isEmpty(options: AgentOptions): boolean {
  return Object.keys(options).length === 0;
}

/** boto3's `verify`: false for any certificate, or a file with the authorities to trust. */
function trustOf(connection: Connection): AgentOptions | null {
  const setting = new S3Setting(connection, "verify");
  const verify = setting.flagOrText();
  if (verify === undefined || verify === true) return null;
  if (verify === false) return { rejectUnauthorized: false };
  try {
    return { ca: readFileSync(verify, "utf8") };
  } catch (cause) {
    const wrong = setting.wrong(
      `names a file that cannot be read: ${verify}. Correct it; false and true go without quotes`,
    );
    throw new AirflowFailException(wrong.message, { cause });
  }
}

/** The endpoint URL of a connection; null is Amazon's own. */
export function endpointOf(connection: Connection): string | null {
  const own = new S3Setting(connection, "service_config.s3.endpoint_url").text();
  return own ?? new S3Setting(connection, "endpoint_url").text() ?? null;
}

/** As boto3: the connection, then the environment; S3 answers everywhere to its first region. */
function regionOf(connection: Connection): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const named = ["region_name", "session_kwargs.region_name", "config_kwargs.region_name"]
    .map((name) => new S3Setting(connection, name).text())
    .find((region) => region !== undefined);
  return named ?? (AWS_REGION || AWS_DEFAULT_REGION || "us-east-1");
}

/** Who asks: nobody, for `signature_version` "unsigned"; or a role; or a key pair; or whom the SDK's default chain finds. */
function identityOf(connection: Connection): S3ClientConfig {
  const signature = new S3Setting(connection, "config_kwargs.signature_version");
  if (signature.oneOf(["s3v4", "v4", "unsigned"]) === "unsigned") {
    if (roleOf(connection, null) !== null) throw signature.wrong("is unsigned, and nobody has a role_arn");
    return {
      credentials: { accessKeyId: "", secretAccessKey: "" },
      signer: { sign: async (request) => request },
    };
  }
  const keys = keysOf(connection);
  const credentials = roleOf(connection, keys) ?? keys;
  return credentials === null ? {} : { credentials };
}

/**
 * In Airflow's order: login and password, then the extra's keys. Half a pair is an error: the default chain would
 * sign with another identity.
 */
function keysOf(connection: Connection): Keys | null {
  const setting = (name: string) => new S3Setting(connection, name).text();
  const inFields = [connection.login || undefined, connection.password || undefined] as const;
  const inExtra = [setting("aws_access_key_id"), setting("aws_secret_access_key")] as const;
  const complete = [inFields, inExtra].find(([id, secret]) => id !== undefined && secret !== undefined);
  const [accessKeyId, secretAccessKey] = complete ?? [];
  const sessionToken = setting("aws_session_token");
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  }
  if ([...inFields, ...inExtra, sessionToken].every((part) => part === undefined)) return null;
  throw new AirflowFailException(
    `Connection "${connection.connId}" has only a part of its keys. Give it both login (access key id) and ` +
      "password (secret key), or aws_access_key_id and aws_secret_access_key in its extra; or none of them, to use " +
      "the worker's own identity.",
  );
}

function checksums(setting: S3Setting): "WHEN_SUPPORTED" | "WHEN_REQUIRED" | undefined {
  return setting.oneOf(["WHEN_SUPPORTED", "WHEN_REQUIRED"]);
}

function defined<Settings extends object>(
  settings: Settings,
): {
  [Name in keyof Settings]?: NonNullable<Settings[Name]>;
} {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Settings]?: NonNullable<Settings[Name]>;
  };
}
