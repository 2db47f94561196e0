// How a store is named to people: messages and logs hold nothing of a connection that could be a secret.
import type { Connection } from "../../model/connection/connection.ts";

/** Any but those of source files, which stack traces are made of. */
const urls = /\b(?!file:)[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;

/**
 * A store in a message, such as `connection "aws_conn", endpoint http://minio:9000`.
 *
 * @param where what tells it from others: a folder, or a URL as {@link shownUrl} gives it
 */
export function storePlace({ connId }: Connection, where: string): string {
  return `connection "${connId}", ${where}`;
}

/** Scheme, host and port of a URL: a user, a path or a query may be, or hold, a secret. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return "(an address that cannot be read)";
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** A text of somebody else's, such as an answer of a server, with each URL in it shortened to what may be shown. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(urls, shownUrl);
}
