// Finds the secrets of connections in text, however they are encoded.
import type { Connection } from "./connection.ts";

const mask = "***";

// Airflow's own list of names that hold secrets (airflow.sdk._shared.secrets_masker).
const secretNames =
  /access_token|api_key|apikey|authorization|passphrase|passwd|password|private_key|secret|token|keyfile_dict|service_account/i;

/** Shorter values would mask ordinary text; Airflow's limit. */
const shortestSecret = 5;

/** Replaces secrets in text by `***`. */
export type Masker = (text: string) => string;

/** Masks the passwords of `connections` and the secret fields of their extra, however they are encoded. */
export function makeMasker(connections: readonly Connection[]): Masker {
  const secrets = connections.flatMap(({ password, extra }) => [password, ...secretsIn(extra)]);
  const forms = secrets
    .filter((secret): secret is string => typeof secret === "string" && secret.length >= shortestSecret)
    .flatMap(encodings);
  // The longest form first: another may be a part of it.
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, mask), text);
}

function secretsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === "object" ? secretsIn(entry) : secretNames.test(name) ? [entry] : [],
  );
}

function encodings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), base64(secret)];
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64").replace(/=+$/, "");
}
