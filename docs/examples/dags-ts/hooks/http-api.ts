// A hook for HTTP APIs that speak JSON: credentials, time limits and patience come from the connection.
import { setTimeout as sleep } from "node:timers/promises";
import { AirflowFailException, type Connection, defineHook, type HookServices } from "windsock";
import * as z from "zod";

const Settings = z.strictObject({
  /** Seconds that a request may take, its answer included. */
  timeout: z.coerce.number().positive().max(3600).default(30),
  /** How often a request is sent before it counts as failed. */
  tries: z.coerce.number().int().min(1).max(10).default(4),
  /** Seconds. Where the server asks for a longer wait, the task fails, and Airflow tries again later. */
  longest_wait: z.coerce.number().positive().max(3600).default(60),
});

type Settings = z.output<typeof Settings>;
type Query = Readonly<Record<string, string | number>>;

/** Why a request should be sent again, and the seconds after which the server wants it. */
interface Refusal {
  readonly reason: string;
  readonly retryAfter?: number | undefined;
}

/** The API behind a connection. Paths are relative to its address. */
export class HttpApi {
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #settings: Settings;
  readonly #services: HookServices;

  constructor(connection: Connection, settings: Settings, services: HookServices) {
    this.#base = baseOf(connection);
    this.#headers = { accept: "application/json", ...authorizationOf(connection) };
    this.#settings = settings;
    this.#services = services;
  }

  /** Sends GET, again after failures that pass, and checks the answer. */
  async get<T>(path: string, answer: z.ZodType<T>, query: Query = {}): Promise<T> {
    const url = this.#url(path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return await this.#send("GET", url, undefined, answer);
  }

  /** Sends POST; again only when the server said that it did nothing (429). */
  async post<T>(path: string, answer: z.ZodType<T>, body: unknown): Promise<T> {
    return await this.#send("POST", this.#url(path), JSON.stringify(body), answer);
  }

  /** No path leads away from the connection's address, and takes the credentials there. */
  #url(path: string): URL {
    const url = new URL(path.replace(/^\/+/, ""), this.#base);
    if (url.href.startsWith(this.#base.href)) return url;
    throw new AirflowFailException(`${JSON.stringify(path)} is not below the connection's address.`);
  }

  async #send<T>(method: string, url: URL, body: string | undefined, answer: z.ZodType<T>): Promise<T> {
    const { log, signal } = this.#services;
    const { tries, longest_wait } = this.#settings;
    const name = `${method} ${url.pathname}`;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#try(name, method, url, body);
      if (typeof outcome === "string") return read(name, outcome, answer);
      const { reason, retryAfter } = outcome;
      const backOff = 2 ** attempt * (0.1 + 0.1 * Math.random());
      const seconds = retryAfter ?? Math.min(backOff, longest_wait);
      if (attempt === tries || seconds > longest_wait) throw new Error(`${name}: ${reason}`);
      log.warning(`${name}: ${reason}; try ${attempt + 1} of ${tries} in ${seconds.toFixed(1)} s`);
      await sleep(seconds * 1000, undefined, { signal });
    }
  }

  /** @returns the answer's text, or why the request should be sent again */
  async #try(name: string, method: string, url: URL, body: string | undefined): Promise<string | Refusal> {
    const { log, signal } = this.#services;
    const limit = AbortSignal.timeout(this.#settings.timeout * 1000);
    let status: number;
    let text: string;
    let retryAfter: number | undefined;
    try {
      const response = await fetch(url, {
        method,
        headers: { ...this.#headers, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body }),
        redirect: "manual",
        signal: AbortSignal.any([signal, limit]),
      });
      status = response.status;
      text = await response.text();
      retryAfter = secondsUntil(response.headers.get("retry-after"));
    } catch (error) {
      signal.throwIfAborted();
      const reason = limit.aborted ? `no answer within ${this.#settings.timeout} s` : reasonOf(error);
      if (method === "GET") return { reason };
      throw new Error(`${name}: ${reason}. Whether the server did it is not known, so it is not sent again`);
    }
    if (status >= 200 && status < 300) return text;
    // Secrets of the connection are masked in the log, whatever a server repeats of them.
    log.debug(`${name}: ${status} ${text.slice(0, 500)}`);
    if (status === 429) return { reason: "429, too many requests", retryAfter };
    if (status === 408 || status >= 500) {
      if (method === "GET") return { reason: `the server answers ${status}`, retryAfter };
      throw new Error(`${name}: the server answers ${status}`);
    }
    throw new AirflowFailException(`${name}: the server answers ${status}.${hint(status)}`);
  }
}

/** Opens a connection of Airflow's type `http` as an API: login and password, or a password alone, which is a token. */
export const httpApi = defineHook({
  name: "HttpApiHook",
  connTypes: ["http"],
  extra: Settings,
  open: (connection, services) => new HttpApi(connection, connection.extra, services),
});

/** As in Airflow, the host may be a whole address, or the connection's schema says `https`. */
function baseOf({ connId, host, port, schema }: Connection): URL {
  const address = host?.includes("://") ? host : `${schema}://${host}`;
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (!host || !base || !/^https?:$/.test(base.protocol) || base.username || base.password || base.search) {
    throw new AirflowFailException(
      `Connection "${connId}" has no address of an API. Its host must be like https://api.example.com/v2, ` +
        "without login, password and query, or its schema must say https.",
    );
  }
  if (port !== null) base.port = String(port);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base;
}

function authorizationOf({ connId, login, password }: Connection): { authorization?: string } {
  if (login !== null) {
    return { authorization: `Basic ${Buffer.from(`${login}:${password ?? ""}`).toString("base64")}` };
  }
  if (password === null) return {};
  // What no header can hold would be quoted by fetch's own error.
  if (/^[\x21-\x7e]+$/.test(password)) return { authorization: `Bearer ${password}` };
  throw new AirflowFailException(
    `The password of connection "${connId}" is no token: it has spaces or the like.`,
  );
}

function read<T>(name: string, text: string, answer: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = text === "" ? null : JSON.parse(text);
  } catch {
    throw new Error(`${name}: the answer is not JSON`);
  }
  const result = answer.safeParse(value);
  if (result.success) return result.data;
  throw new AirflowFailException(`${name}: the answer is not as expected:\n${z.prettifyError(result.error)}`);
}

/** Of `Retry-After`: seconds, or a date. */
function secondsUntil(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? message : `${message} (${code})`;
}

function hint(status: number): string {
  if (status === 401 || status === 403) return " See the login and password of the connection.";
  return status < 400 ? " Give the connection the address that it redirects to." : "";
}
