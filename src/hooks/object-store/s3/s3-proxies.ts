// The proxies that the environment names, in HTTPS_PROXY, HTTP_PROXY and NO_PROXY: botocore follows them, and so do the
// agents of a Node that can.
import type { AgentOptions } from "node:https";
import { isAtLeast } from "../../../system/version.ts";

/** In lower case, as curl has them, they come first. */
const variables = {
  "http:": ["http_proxy", "HTTP_PROXY"],
  "https:": ["https_proxy", "HTTPS_PROXY"],
} as const;

/**
 * For the agents of a client: empty where no proxy is named, or Node would not follow it.
 *
 * @see https://nodejs.org/api/http.html#built-in-proxy-support
 */
export function proxyOptions(): AgentOptions & { proxyEnv?: NodeJS.ProcessEnv } {
  const isNamed = Object.values(variables).some((names) => firstSet(names) !== undefined);
  return isNamed && followsProxies() ? { proxyEnv: process.env } : {};
}

/** The variable with a proxy for this endpoint that Node does not follow; null where there is none. */
export function unfollowedProxy(endpoint: string): string | null {
  if (followsProxies()) return null;
  const { protocol, hostname } = new URL(endpoint);
  const name = firstSet(protocol === "http:" ? variables["http:"] : variables["https:"]);
  return name === undefined || isDirect(hostname) ? null : name;
}

function followsProxies(): boolean {
  const { version } = process;
  return version.startsWith("v22.") ? isAtLeast(version, "22.21") : isAtLeast(version, "24.5");
}

function firstSet(names: readonly string[]): string | undefined {
  return names.find((name) => process.env[name]);
}

function isDirect(host: string): boolean {
  const hosts = (process.env.no_proxy ?? process.env.NO_PROXY ?? "").split(",").map((each) => each.trim());
  return hosts.some((each) => each === "*" || `.${host}`.endsWith(`.${each.replace(/^\*?\./, "")}`));
}
