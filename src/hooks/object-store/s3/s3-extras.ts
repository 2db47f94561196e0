// What the extra of an `aws` connection may say about S3, in the words of Airflow's Amazon provider and of botocore.
// What the SDK cannot do is refused, so that nothing is ignored in silence.
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";

type Settings = Readonly<Record<string, unknown>>;

/** The extra's own entries that are followed. */
export const followedS3Extras: readonly string[] = [
  "assume_role_kwargs",
  "assume_role_method",
  "assume_role_with_web_identity_federation",
  "assume_role_with_web_identity_token_file",
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "config_kwargs",
  "endpoint_url",
  "profile_name",
  "region_name",
  "role_arn",
  "service_config",
  "session_kwargs",
  "verify",
];

const otherIdentity =
  "Give it keys or a role_arn, give the workers a role, or name an AWS profile in profile_name.";

/** Documented, at one time or another, and refused with what to do: without them the wrong identity would be used. */
const refusedExtras: Readonly<Record<string, string>> = {
  assume_role_with_saml: otherIdentity,
  assume_role_with_web_identity_federation_audience: otherIdentity,
  aws_account_id: "Write the role's whole ARN into role_arn.",
  aws_iam_role: "Write the role's whole ARN into role_arn.",
  external_id: "Write it into assume_role_kwargs, as ExternalId.",
  s3_config_file: otherIdentity,
  s3_config_format: otherIdentity,
};

/** Entries of `config_kwargs`, botocore's Config, that are followed. */
export const followedConfig: readonly string[] = [
  "connect_timeout",
  "max_pool_connections",
  "read_timeout",
  "region_name",
  "request_checksum_calculation",
  "response_checksum_validation",
  "retries",
  "s3",
  "signature_version",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
  "user_agent_appid",
  "user_agent_extra",
];

/** Of botocore's inside alone: nothing that S3 or a task notices. */
export const configOfOthers: readonly string[] = [
  "account_id_endpoint_mode",
  "disable_request_compression",
  "endpoint_discovery_enabled",
  "ignore_configured_endpoint_urls",
  "inject_host_prefix",
  "parameter_validation",
  "request_min_compression_size_bytes",
  "tcp_keepalive",
];

const followedIn: Readonly<Record<string, readonly string[]>> = {
  config_kwargs: [...followedConfig, ...configOfOthers],
  "config_kwargs.retries": ["max_attempts", "mode", "total_max_attempts"],
  "config_kwargs.s3": [
    "addressing_style",
    "us_east_1_regional_endpoint",
    "use_accelerate_endpoint",
    "use_arn_region",
  ],
  session_kwargs: ["profile_name", "region_name"],
  // Airflow's S3Hook has a default bucket; tasks here always name theirs.
  "service_config.s3": ["bucket_name", "endpoint_url"],
};

/** The extra's entries that neither Airflow's provider nor this hook reads: perhaps they are misspelt. */
export function unreadS3Extras({ extra }: Connection): readonly string[] {
  return Object.keys(extra).filter((name) => isThere(extra[name]) && !followedS3Extras.includes(name));
}

/**
 * Refuses what would not be followed.
 *
 * @throws {AirflowFailException} naming the entry and what to do, never its value
 */
export function checkS3Extras(connection: Connection): void {
  const { connId, extra } = connection;
  for (const [refused, remedy] of Object.entries(refusedExtras)) {
    if (!isThere(extra[refused])) continue;
    throw new AirflowFailException(
      `Connection "${connId}" has a ${refused} in its extra, which ObjectStoreHook cannot follow. ${remedy}`,
    );
  }
  for (const [within, followed] of Object.entries(followedIn)) followedSettings(connection, within, followed);
}

/**
 * The entries of a nested part that are followed.
 *
 * @throws {AirflowFailException} naming another one that is there
 */
export function followedSettings(
  connection: Connection,
  within: string,
  followed: readonly string[],
): Settings {
  const there = Object.entries(settings(connection, within)).filter(([, value]) => isThere(value));
  const other = there.find(([name]) => !followed.includes(name));
  if (other === undefined) return Object.fromEntries(there);
  throw new AirflowFailException(
    `Connection "${connection.connId}": ObjectStoreHook cannot follow ${within}.${other[0]} of its extra. ` +
      `Take it out, or correct its name. There can be ${followed.join(", ")}.`,
  );
}

/** The entries of a nested part, by its path such as `config_kwargs.retries`. */
function settings({ connId, extra }: Connection, within: string): Settings {
  let part: unknown = extra;
  for (const name of within.split(".")) {
    part = (part as Settings)[name];
    if (!isThere(part)) return {};
    if (typeof part !== "object" || Array.isArray(part)) {
      throw new AirflowFailException(
        `Connection "${connId}": ${within} in its extra must be an object of JSON. In a URI, give the extra as __extra__.`,
      );
    }
  }
  return part as Settings;
}

/** One entry of the extra or of a nested part; undefined where there is none, or an empty one. */
export class S3Setting {
  readonly #connection: Connection;
  readonly #name: string;
  readonly #value: unknown;

  constructor(connection: Connection, name: string) {
    this.#connection = connection;
    this.#name = name;
    const dot = name.lastIndexOf(".");
    const part = dot < 0 ? connection.extra : settings(connection, name.slice(0, dot));
    const value = part[name.slice(dot + 1)];
    this.#value = isThere(value) ? value : undefined;
  }

  text(): string | undefined {
    if (this.#value === undefined || typeof this.#value === "string") return this.#value;
    throw this.wrong("must be text");
  }

  oneOf<const Value extends string>(values: readonly Value[]): Value | undefined {
    const text = this.text()?.toLowerCase();
    const found = values.find((value) => value.toLowerCase() === text);
    if (text === undefined || found !== undefined) return found;
    throw this.wrong(`must be one of ${values.join(", ")}`);
  }

  /** It is not quoted: what cannot be read may be a password in the wrong place, which would be looked up as a host. */
  url(): string | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : null;
    const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
    if (url && isHttp && !`${url.pathname}${url.search}${url.hash}`.includes("@")) return text;
    throw this.wrong(
      "is no URL that can be used. " +
        'Write it as https://host:port; percent-encode "/", "?", "#" and "@" in a user or a password',
    );
  }

  flag(): boolean | undefined {
    if (this.#value === undefined || typeof this.#value === "boolean") return this.#value;
    throw this.wrong("must be true or false");
  }

  positive(): number | undefined {
    if (this.#value === undefined) return undefined;
    if (typeof this.#value === "number" && this.#value > 0) return this.#value;
    throw this.wrong("must be a positive number");
  }

  /** How often: 0 is a number, too. */
  count(): number | undefined {
    if (this.#value === undefined) return undefined;
    if (typeof this.#value === "number" && Number.isInteger(this.#value) && this.#value >= 0) {
      return this.#value;
    }
    throw this.wrong("must be a whole number from 0");
  }

  /** A flag, or else text. */
  flagOrText(): boolean | string | undefined {
    return typeof this.#value === "boolean" ? this.#value : this.text();
  }

  wrong(what: string): AirflowFailException {
    const message = `Connection "${this.#connection.connId}": ${this.#name} in its extra ${what}.`;
    return new AirflowFailException(message);
  }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
