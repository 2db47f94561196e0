// Keeps the secrets of connections out of logs and messages, as Airflow does.
import type { Connection } from "../model/connection.ts";

// Names of extra fields whose values Airflow masks (airflow.sdk.execution_time.secrets_masker).
const secretName =
  /access_token|api_?key|apikey|authorization|keyfile|passphrase|passwd|password|private_key|secret|service_account|token/i;

/** What must not be seen of these connections, the longest first. */
export function secretsOf(connections: Iterable<Connection>): string[] {
  const secrets = new Set<string>();
  for (const { password, extra } of connections) {
    if (password) secrets.add(password);
    for (const [name, value] of Object.entries(extra)) {
      if (secretName.test(name) && typeof value === "string" && value !== "") secrets.add(value);
    }
  }
  // Also in the form they have inside a URI and inside JSON.
  for (const secret of [...secrets]) {
    secrets.add(encodeURIComponent(secret));
    secrets.add(JSON.stringify(secret).slice(1, -1));
  }
  return [...secrets].sort((a, b) => b.length - a.length);
}

/** The text with `***` for every secret. */
export function mask(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}
