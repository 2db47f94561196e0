// Takes a connection's URI apart as Airflow does, which leaves it to Python's urllib.parse: that is no WHATWG URL, and
// what one of them refuses the other may take.
import { isIPv6 } from "node:net";

/** Why Airflow refuses the URI. The message quotes nothing of it: any part may be one of a password. */
export class InvalidUriError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "InvalidUriError";
  }
}

/** Whether the text can be meant as a URI. */
export function isConnectionUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text.replaceAll(/[\t\r\n]/g, ""));
}

/**
 * The fields of a URI, by the names they have in a connection's JSON.
 *
 * @throws {InvalidUriError} when Airflow refuses it
 */
export function connectionUri(uri: string): Record<string, unknown> {
  const schemes = uri.split("://").length - 1;
  const { scheme } = splitUrl(uri);
  // `http://https://host` is a host with its own scheme.
  const hasProtocol = schemes === 2;
  const rest = uri.replaceAll(`${scheme}://`, hasProtocol ? "" : "//");
  if (schemes > 2 || (hasProtocol && /[@:]/.test(rest.split("://")[0] ?? ""))) {
    throw new InvalidUriError('it holds "://" in a place where no scheme can be');
  }
  const { scheme: protocol, netloc, path, query } = splitUrl(rest);
  const { login, password, host, port } = splitNetloc(netloc);
  return {
    conn_type: scheme,
    host: hasProtocol && protocol !== "" && host !== "" ? `${protocol}://${host}` : host,
    login,
    password,
    schema: unquote(path.slice(1)),
    port,
    extra: extraOf(query),
  };
}

interface Url {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
}

/** `urlsplit`: control characters before it and line ends inside are left out. */
function splitUrl(text: string): Url {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const url = text.replace(/^[\x00-\x20]+/, "").replaceAll(/[\t\r\n]/g, "");
  const [, scheme = "", rest = url] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(url) ?? [];
  const [, netloc = "", tail = rest] = /^\/\/([^/?#]*)(.*)$/s.exec(rest) ?? [];
  checkBrackets(netloc);
  const [location = ""] = tail.split("#");
  const [path = "", ...query] = location.split("?");
  return { scheme: scheme.toLowerCase(), netloc, path, query: query.join("?") };
}

function checkBrackets(netloc: string): void {
  const [hasOpen, hasClose] = [netloc.includes("["), netloc.includes("]")];
  if (hasOpen !== hasClose) throw new InvalidUriError("its brackets do not match");
  if (!hasOpen) return;
  const bracketed = (netloc.split("[")[1] ?? "").split("]")[0] ?? "";
  if (/^v[0-9a-f]+\../i.test(bracketed) || isIPv6(bracketed)) return;
  throw new InvalidUriError("what stands in brackets is no IPv6 address");
}

function splitNetloc(netloc: string) {
  const at = netloc.lastIndexOf("@");
  const [login = "", password = ""] = at < 0 ? [] : splitOnce(netloc.slice(0, at), ":");
  const place = netloc.slice(at + 1);
  const [, bracketed] = splitOnce(place, "[");
  const [host = "", behind = ""] = bracketed === undefined ? [place] : splitOnce(bracketed, "]");
  const [plain = "", port = ""] = splitOnce(bracketed === undefined ? host : behind, ":");
  return {
    login: unquote(login),
    password: unquote(password),
    host: hostOf(bracketed === undefined ? plain : host),
    port: portOf(port),
  };
}

/** In lower case, but for a percent-encoded path of a socket. */
function hostOf(host: string): string {
  const [name = "", zone] = splitOnce(host, "%");
  const lowered = unquote(zone === undefined ? name.toLowerCase() : `${name.toLowerCase()}%${zone}`);
  return lowered.includes("/") ? unquote(host) : lowered;
}

function portOf(port: string): number | null {
  if (port === "") return null;
  if (/^\d+$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new InvalidUriError(
    "its port is not a number up to 65535. A login or password with one of / ? # [ ] in it must be percent-encoded",
  );
}

/** The last value of a name counts. */
function extraOf(query: string): unknown {
  const pairs = query.split("&").filter((pair) => pair !== "");
  const entries = pairs.map((pair) => {
    const [name = "", value = ""] = splitOnce(pair.replaceAll("+", " "), "=");
    return [unquote(name), unquote(value)] as const;
  });
  const extra = Object.fromEntries(entries);
  return Object.hasOwn(extra, "__extra__") ? extra.__extra__ : extra;
}

/** `unquote`: what is not percent-encoded stays as it is, and bytes that are no UTF-8 become U+FFFD. */
function unquote(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
    Buffer.from(encoded.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
