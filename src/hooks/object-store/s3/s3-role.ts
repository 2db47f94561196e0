// The role that a connection assumes: by the keys it has, or by a token that the machine is given.
import { readFile } from "node:fs/promises";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { fromTemporaryCredentials, fromWebToken } from "@aws-sdk/credential-providers";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { withoutAddresses } from "../shown-place.ts";
import { followedSettings, S3Setting } from "./s3-extras.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Gives the SDK credentials, whenever those it has are about to expire. */
type CredentialProvider = Extract<NonNullable<S3ClientConfig["credentials"]>, (...args: never[]) => unknown>;

/** What is followed of `assume_role_kwargs`, in STS's own names. Nobody is there to type the code of a second factor. */
export const roleParameters: Readonly<Record<Method, readonly string[]>> = {
  assume_role: [
    "DurationSeconds",
    "ExternalId",
    "Policy",
    "PolicyArns",
    "RoleSessionName",
    "SourceIdentity",
    "Tags",
    "TransitiveTagKeys",
  ],
  assume_role_with_web_identity: ["DurationSeconds", "Policy", "PolicyArns", "ProviderId", "RoleSessionName"],
};

type Method = "assume_role" | "assume_role_with_web_identity";

interface Role {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly [parameter: string]: unknown;
}

interface StsConfig {
  readonly endpoint?: string;
}

/** The role could not be assumed, for a reason that may pass. */
export class RoleError extends Error {
  override readonly name = "RoleError";
}

/**
 * Gives credentials of the role in `role_arn`; null for a connection without one.
 *
 * @param keys the connection's, by which the role is assumed; null is whom the SDK's default chain finds
 * @throws {AirflowFailException} for whatever cannot be followed
 * @see https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
 */
export function roleOf(connection: Connection, keys: Keys | null): CredentialProvider | null {
  const setting = (name: string) => new S3Setting(connection, name);
  const arn = setting("role_arn").text();
  if (arn === undefined) {
    refuseWithoutRole(connection);
    return null;
  }
  const method =
    setting("assume_role_method").oneOf(["assume_role", "assume_role_with_web_identity"]) ?? "assume_role";
  const role: Role = {
    RoleSessionName: sessionName(connection.connId),
    ...followedSettings(connection, "assume_role_kwargs", roleParameters[method]),
    RoleArn: arn,
  };
  // Of the connection's endpoints, as in Airflow, only that of STS itself: it is not where the objects are.
  const endpoint = setting("service_config.sts.endpoint_url").url();
  const sts = endpoint === undefined ? {} : { endpoint };
  const assume =
    method === "assume_role" ? byKeys(role, keys, sts) : byWebIdentity(role, tokenFileOf(connection), sts);
  return (properties) => assume(properties).catch((error: Error) => refuse(connection, error));
}

function byKeys(role: Role, keys: Keys | null, clientConfig: StsConfig): CredentialProvider {
  const master = keys === null ? {} : { masterCredentials: keys };
  return fromTemporaryCredentials({ params: role, clientConfig, ...master });
}

function byWebIdentity(role: Role, tokenFile: string, clientConfig: StsConfig): CredentialProvider {
  const options = Object.entries(role).map(([name, value]) => [name.replace(/^./, lowerCase), value]);
  return async (properties) => {
    // Each time: a new one is put there before the old one expires.
    const webIdentityToken = (await readFile(tokenFile, "utf8")).trim();
    return await fromWebToken({ ...Object.fromEntries(options), webIdentityToken, clientConfig })(properties);
  };
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function tokenFileOf(connection: Connection): string {
  const setting = (name: string) => new S3Setting(connection, `assume_role_with_web_identity_${name}`);
  setting("federation").oneOf(["file"]);
  const file = setting("token_file").text() ?? process.env.AWS_WEB_IDENTITY_TOKEN_FILE;
  if (file !== undefined && file !== "") return file;
  throw setting("token_file").wrong("is missing, and AWS_WEB_IDENTITY_TOKEN_FILE is not set");
}

/** Airflow makes nothing of such entries then: what a connection says would be ignored in silence. */
function refuseWithoutRole({ connId, extra }: Connection): void {
  const said = Object.entries(extra).filter(([, value]) => value && JSON.stringify(value) !== "{}");
  const [useless] = said.find(([name]) => name.startsWith("assume_role_")) ?? [];
  if (useless === undefined) return;
  throw new AirflowFailException(
    `Connection "${connId}" has ${useless} in its extra, but no role_arn. Name the role, or take it out.`,
  );
}

/** As Airflow's: whom a role trusts may go by it. */
function sessionName(connId: string): string {
  const name = `airflow_${connId}`.toLowerCase();
  return name.replaceAll(/[^\w+=,.@-]+|-{2,}/g, "-").replaceAll(/^-|-$/g, "");
}

const passing = /^Expired|^IDPCommunicationError|^Throttling|^RequestTimeout/;

/** What STS or the machine said; the SDK's own error holds the request, which is signed. */
function refuse({ connId }: Connection, error: Error): never {
  const { httpStatusCode: status } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  const said = `${error.name}: ${withoutAddresses(error.message)}`;
  const what = `Connection "${connId}": the role_arn in its extra could not be assumed (${said})`;
  const isRefused = status !== undefined && status >= 400 && status < 500 && !passing.test(error.name);
  if (!isRefused) throw new RoleError(`${what}.`);
  throw new AirflowFailException(
    `${what}. Check role_arn and assume_role_kwargs, and that the role trusts the identity of the connection or the worker.`,
  );
}
