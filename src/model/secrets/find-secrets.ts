// Finds the secrets in values that have names: a connection's fields, a Variable, whatever JSON holds.
// `python/masking.py` has the same rules; a test compares them.
import { isSecretName } from "./secret-names.ts";

/** Values that secret names have, too, and that are no secrets. */
const plainValues = /^(?:true|false|none|null|undefined)$/i;

/**
 * All text and numbers below a secret name; and inside of any text: what secret names stand for in its JSON,
 * passwords of its URIs, and the likes of `password=...`.
 *
 * @param value names and what they stand for; other values hold secrets inside of their text alone
 */
export function findSecrets(value: unknown): Set<string> {
  const found = new Set<string>();
  collect(value, false, found);
  return found;
}

function collect(value: unknown, isSecret: boolean, found: Set<string>): void {
  if (typeof value === "string") collectText(value, isSecret, found);
  else if (typeof value === "number" && isSecret) found.add(String(value));
  else if (Array.isArray(value)) for (const item of value) collect(item, isSecret, found);
  else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) collect(entry, isSecret || isSecretName(name), found);
  }
}

function collectText(text: string, isSecret: boolean, found: Set<string>): void {
  if (isSecret && !plainValues.test(text)) {
    found.add(text);
    // Of `Bearer abc`, the token alone is as good.
    const [, token] = /^(?:apikey|basic|bearer|token) +([^ \t\r\n]+)$/i.exec(text) ?? [];
    if (token !== undefined) found.add(token);
  }
  const inner = /^[ \t\r\n]*[[{"]/.test(text) ? parse(text) : undefined;
  if (inner !== undefined) collect(inner, isSecret, found);
  else {
    for (const secret of [...passwordsOfUris(text), ...namedValues(text)]) {
      found.add(secret);
      found.add(decode(secret));
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function passwordsOfUris(text: string): string[] {
  return Array.from(
    text.matchAll(/:\/\/[^ \t\r\n/?#:@]*:([^ \t\r\n/?#]+)@/g),
    ([, password = ""]) => password,
  );
}

/** Of a query, an ODBC string, a libpq string: `name=value`, the value perhaps in quotes. */
function namedValues(text: string): string[] {
  const pairs = text.matchAll(
    /([A-Za-z][A-Za-z0-9_.-]*)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|([^ \t\r\n;&,"']+))/g,
  );
  return Array.from(pairs).flatMap(([, name = "", ...values]) =>
    isSecretName(name) ? values.filter(Boolean) : [],
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
