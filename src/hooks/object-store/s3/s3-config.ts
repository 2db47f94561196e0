// From an Airflow `aws` connection to the AWS SDK's configuration.
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Reads the fields of Airflow's Amazon Web Services connection that concern S3.
 *
 * @throws {AirflowFailException} for a field whose neglect would mean another identity or another store
 * @see https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
 */
export function s3Config(connection: Connection): S3ClientConfig {
  const { extra, connId } = connection;
  if (text(extra.role_arn) !== null) {
    throw new AirflowFailException(
      `Connection "${connId}" has a role_arn in its extra, which ObjectStoreHook cannot assume. ` +
        "Give the workers that role, or put it into an AWS profile and name that in profile_name.",
    );
  }
  const endpoint = checkedEndpoint(connection);
  const profile = text(extra.profile_name);
  const credentials = credentialsOf(connection);
  return {
    region: regionOf(connection),
    // A bucket's own region may be another one; boto3, and so Airflow, follows there too.
    followRegionRedirects: true,
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    ...(profile !== null && { profile }),
    ...(credentials !== null && { credentials }),
    ...patienceOf(connection),
  };
}

/** How often and how long the SDK tries: botocore's settings, by the names Airflow hands them on with. */
function patienceOf(connection: Connection): S3ClientConfig {
  const settings = record(connection.extra.config_kwargs);
  const retries = record(settings.retries);
  const seconds = (name: string) => positive(connection, `config_kwargs.${name}`, settings[name]);
  const attempts = positive(
    connection,
    "config_kwargs.retries.total_max_attempts",
    retries.total_max_attempts,
  );
  return {
    maxAttempts: attempts ?? 5,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: (seconds("connect_timeout") ?? 5) * 1000,
      // A request includes sending a part of 8 MiB.
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
      // A socket also rests while the task works on what it has read.
      socketTimeout: (seconds("read_timeout") ?? 300) * 1000,
    },
  };
}

/** The endpoint URL of a connection; null is Amazon's own. */
export function endpointOf({ extra }: Connection): string | null {
  const { s3 } = record(extra.service_config);
  return text(record(s3).endpoint_url) ?? text(extra.endpoint_url);
}

/** It is not quoted: what cannot be read may be a password in the wrong place, which would be looked up as a host. */
function checkedEndpoint(connection: Connection): string | null {
  const endpoint = endpointOf(connection);
  if (endpoint === null) return null;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url && isHttp && !`${url.pathname}${url.search}${url.hash}`.includes("@")) return endpoint;
  throw new AirflowFailException(
    `Connection "${connection.connId}": endpoint_url in its extra is no URL that can be used. ` +
      'Write it as https://host:port; percent-encode "/", "?", "#" and "@" in a user or a password.',
  );
}

/** As boto3: the connection, then the environment; S3 answers everywhere to its first region. */
function regionOf({ extra }: Connection): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return text(extra.region_name) ?? text(AWS_REGION) ?? text(AWS_DEFAULT_REGION) ?? "us-east-1";
}

/** In Airflow's order: login and password, then the extra's keys. Null leaves it to the SDK's default chain. */
function credentialsOf({ login, password, extra }: Connection): Credentials | null {
  const inExtra = [text(extra.aws_access_key_id), text(extra.aws_secret_access_key)];
  const [accessKeyId, secretAccessKey] = login && password ? [login, password] : inExtra;
  if (!accessKeyId || !secretAccessKey) return null;
  const sessionToken = text(extra.aws_session_token);
  return { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) };
}

function positive({ connId }: Connection, name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && value > 0) return value;
  throw new AirflowFailException(`Connection "${connId}": ${name} in its extra must be a positive number.`);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
