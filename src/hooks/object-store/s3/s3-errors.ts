// Sorts S3's errors into those that no retry mends and those that may pass, and says where they arose.
import { S3ServiceException } from "@aws-sdk/client-s3";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { ObjectChangedError } from "../object-errors.ts";
import { shownUrl, storePlace, withoutAddresses } from "../shown-place.ts";
import { endpointOf } from "./s3-config.ts";
import { RoleError } from "./s3-role.ts";

/** What was being done when an error arose. */
export interface S3Call {
  /** Such as "Reading". */
  readonly doing: string;
  readonly bucket: string;
  readonly key?: string;
}

/** The store in an error message. */
export function s3Place(connection: Connection): string {
  return storePlace(connection, `endpoint ${s3Endpoint(connection) ?? "Amazon S3"}`);
}

/** The endpoint as it may be shown and kept; null is Amazon's own. */
export function s3Endpoint(connection: Connection): string | null {
  const endpoint = endpointOf(connection);
  return endpoint === null ? null : shownUrl(endpoint);
}

/** Whether S3 said that there is no such object; an answer to HEAD says only "404". */
export function isNotFound(error: unknown): boolean {
  return error instanceof S3ServiceException && ["NoSuchKey", "NotFound"].includes(error.name);
}

/** Whether S3 said that the requested range begins behind the object's end. */
export function isInvalidRange(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;
}

/** The error to throw for one of the SDK's; it keeps that as its cause, without what could be a secret. */
export function s3Error(error: unknown, call: S3Call, place: string): Error {
  if (ownErrors.some((known) => error instanceof known)) return error as Error;
  const { bucket, key } = call;
  const cause = shownCause(error);
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const name = error instanceof Error ? error.name : "";
  // 409: another writer was about to publish at the same time.
  if ((status === 412 || name === "ConditionalRequestConflict") && key !== undefined)
    return new ObjectChangedError(bucket, key, { cause });
  if (name === "NoSuchBucket" || name === "InvalidBucketName") return noSuchBucket(bucket, place, error);
  const what = `${call.doing}${key === undefined ? "" : ` object "${key}" in`} bucket "${bucket}" failed`;
  if (refusedCredentials.has(name)) {
    return new AirflowFailException(
      `${what}: S3 refused the credentials (${name}; ${place}). ` +
        "Check the connection's login (access key id), password (secret key) and aws_session_token.",
      { cause },
    );
  }
  if (name === "AccessDenied" || (status === 403 && !passingRefusals.has(name))) {
    return new AirflowFailException(
      `${what}: access is denied (${place}). Check that the ` +
        "credentials are right and may do this; an absent object looks the same to who may not list the bucket.",
      { cause },
    );
  }
  if (expiredCredentials.has(name)) {
    return new Error(
      `${what}: the credentials have expired (${name}; ${place}). Renew the aws_session_token in the connection's ` +
        "extra; the next try goes by the new one.",
      { cause },
    );
  }
  if (/^Checksum mismatch/.test(messageOf(error))) {
    return new Error(
      `${what}: it arrived damaged (${place}): ${messageOf(error)} Try again; when it comes again, the ` +
        "object itself is damaged.",
      { cause },
    );
  }
  return new Error(`${what}${afterAttempts(error)} (${place}): ${describeCause(error)}`, { cause });
}

/** The error for a bucket that does not exist. */
export function noSuchBucket(bucket: string, place: string, error?: unknown): AirflowFailException {
  return new AirflowFailException(
    `There is no bucket "${bucket}" (${place}). Create it, or check its name and the connection's endpoint_url.`,
    { cause: shownCause(error) },
  );
}

/** They say already what is wrong. */
const ownErrors = [ObjectChangedError, RoleError, AirflowFailException] as const;

const refusedCredentials: ReadonlySet<string> = new Set([
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "SignatureDoesNotMatch",
]);

const expiredCredentials: ReadonlySet<string> = new Set(["ExpiredToken", "ExpiredTokenException"]);

/** Refusals for a reason that passes. */
const passingRefusals: ReadonlySet<string> = new Set([
  ...expiredCredentials,
  "RequestTimeTooSkewed",
  "RequestExpired",
]);

/** How often the SDK itself has tried. */
function afterAttempts(error: unknown): string {
  const { $metadata } = error as { $metadata?: { attempts?: number } };
  const attempts = $metadata?.attempts ?? 1;
  return attempts > 1 ? ` after ${attempts} attempts` : "";
}

/**
 * What may be shown of an error. The SDK's hold the request with its headers, and all that an answer says: one that
 * refuses a request may echo the session token, or what was signed.
 */
export function shownCause(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? withoutAddresses(error) : error;
  const shown = new Error(withoutAddresses(error.message), { cause: shownCause(error.cause) });
  shown.name = error.name;
  if (error.stack !== undefined) shown.stack = withoutAddresses(error.stack);
  return "code" in error ? Object.assign(shown, { code: error.code }) : shown;
}

function messageOf(error: unknown): string {
  return withoutAddresses(error instanceof Error ? error.message : String(error));
}

/** An error of the SDK's in a few words. */
export function describeCause(error: unknown): string {
  const message = messageOf(error);
  if (!(error instanceof Error)) return message;
  // An answer to HEAD has no body to say more.
  if (error instanceof S3ServiceException && message === "UnknownError") {
    return `HTTP status ${error.$metadata.httpStatusCode}`;
  }
  const code = "code" in error ? String(error.code) : error.name;
  return message === "" || message === code ? code : `${code}: ${message}`;
}
