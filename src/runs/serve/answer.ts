// What the server answers: each answer with all that keeps browsers from doing more with it than to show it.
import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { graphStyle } from "../../show/graph-svg.ts";

export interface Answer {
  readonly status: number;
  readonly type: "text/html" | "text/plain" | "text/css" | "text/javascript" | "image/svg+xml";
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything from this server alone, besides the one style that a graph brings along. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${createHash("sha256").update(graphStyle).digest("base64")}'`,
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Of every answer. */
export const safety: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  // Nothing stays in a cache that the files themselves do not hold any more.
  "Cache-Control": "no-store",
};

export function page(body: string, status = 200): Answer {
  return { status, type: "text/html", body };
}

export function plain(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: "text/plain", body: `${body}\n`, headers };
}

/** Sends it; to who has it already, only that. */
export function send(
  response: ServerResponse,
  { status, type, body, headers }: Answer,
  known?: string,
): void {
  const tag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const isKnown = status === 200 && known === tag;
  response.writeHead(isKnown ? 304 : status, {
    ...safety,
    "Content-Type": `${type}; charset=utf-8`,
    ETag: tag,
    ...headers,
  });
  response.end(isKnown ? undefined : body);
}
