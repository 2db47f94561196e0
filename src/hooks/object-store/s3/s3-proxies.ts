// The proxies that the environment names, in HTTPS_PROXY, HTTP_PROXY and NO_PROXY: botocore follows them, and so do the
// agents of a Node that can.
import type { AgentOptions } from "node:https";
import { isAtLeast } from "../../../system/version.ts";

type Environment = Readonly<Record<string, string | undefined>>;

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
export function proxyOptions(env: Environment = process.env): AgentOptions & { proxyEnv?: Environment } {
  const isNamed = Object.values(variables).some((names) => proxyIn(env, names) !== undefined);
  return isNamed && followsProxies() ? { proxyEnv: env } : {};
}

/** The variable with a proxy for this endpoint that Node does not follow; null where there is none. */
export function unfollowedProxy(endpoint: string, env: Environment = process.env): string | null {
  if (followsProxies()) return null;
  const { protocol, hostname } = new URL(endpoint);
  const name = proxyIn(env, protocol === "http:" ? variables["http:"] : variables["https:"]);
  return name === undefined || isDirect(hostname, env) ? null : name;
}

function followsProxies(): boolean {
  const { version } = process;
  return version.startsWith("v22.") ? isAtLeast(version, "22.21") : isAtLeast(version, "24.5");
}

function proxyIn(env: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => env[name]);
}

function isDirect(host: string, env: Environment): boolean {
  const hosts = (env.no_proxy ?? env.NO_PROXY ?? "").split(",").map((each) => each.trim());
  return hosts.some((each) => each === "*" || `.${host}`.endsWith(`.${each.replace(/^\*?\./, "")}`));
}
