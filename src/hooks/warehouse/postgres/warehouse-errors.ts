// Sorts a database's errors into those that no retry mends and those that may pass, and says what to check.
import { AirflowFailException } from "../../../sdk/outcome.ts";

/** Which database, for error messages: no password among it. */
export interface WarehousePlace {
  readonly connId: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** What was run: the caller's SQL, after a prefix that is not the caller's. */
export interface FailedStatement {
  readonly sql: string;
  readonly prefix: string;
}

/**
 * The error to throw for one of the driver's, which becomes its cause. The SQL is not quoted in it: a `COPY`
 * holds credentials.
 *
 * @param statement absent when there is no connection yet
 */
export function warehouseError(cause: unknown, place: WarehousePlace, statement?: FailedStatement): Error {
  const { connId, database } = place;
  const server = `${place.host}:${place.port}`;
  const where = `database "${database}" at ${server} (connection "${connId}")`;
  const code = textOf(cause, "code");
  const state = textOf(cause, "severity") === "" ? "" : code;
  if (state.startsWith("28")) {
    const message = `${messageOf(cause)} (SQLSTATE ${state}): the login to ${where} was refused.`;
    return new AirflowFailException(`${message} ${loginAdvice(messageOf(cause))}`, { cause });
  }
  if (state.startsWith("3D")) {
    return new AirflowFailException(
      `There is no database "${database}" at ${server} (connection "${connId}"). ` +
        "Check the connection's schema field, which names the database.",
      { cause },
    );
  }
  if (state.startsWith("42") || state.startsWith("3F")) {
    return new AirflowFailException(describeMistake(cause, state, where, statement), { cause });
  }
  if (state.startsWith("57P")) {
    const message = `${messageOf(cause)} (SQLSTATE ${state}): the server of ${where} stops or starts.`;
    return new Error(`${message} What was not committed is undone; try again.`, { cause });
  }
  // The driver's own, before the server could answer.
  if (/client password must be/.test(messageOf(cause))) {
    const message = `The server asks for a password, and connection "${connId}" has none: the login to ${where} failed.`;
    return new AirflowFailException(`${message} Set the connection's password.`, { cause });
  }
  if (state !== "") return new Error(`${messageOf(cause)} (SQLSTATE ${state}) in ${where}.`, { cause });
  const advice = connectionAdvice(code, messageOf(cause));
  return new Error(`The connection to ${where} failed: ${messageOf(cause)}.${advice}`, { cause });
}

/** The database knows where in the SQL a mistake is, and often a remedy. */
function describeMistake(
  cause: unknown,
  state: string,
  where: string,
  { sql, prefix }: FailedStatement = { sql: "", prefix: "" },
): string {
  const position = Number(textOf(cause, "position")) - prefix.length;
  const lines = [...sql]
    .slice(0, Math.max(position - 1, 0))
    .join("")
    .split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  const at = position > 0 ? `, line ${lines.length}, column ${column} of the SQL` : "";
  const hint = textOf(cause, "hint");
  return `${messageOf(cause)} (SQLSTATE ${state}${at}) in ${where}.${hint === "" ? "" : ` ${hint}`}`;
}

function loginAdvice(message: string): string {
  if (/no encryption|SSL off/i.test(message)) {
    return 'The server wants TLS: set "sslmode": "require" in the connection\'s extra.';
  }
  if (/client certificate/i.test(message)) {
    return 'Name a certificate and its key in "sslcert" and "sslkey" of the connection\'s extra.';
  }
  return "Check the connection's login and password.";
}

const unreachable: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);

function connectionAdvice(code: string, message: string): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return " Check the connection's host.";
  if (unreachable.has(code) || /timeout/i.test(message)) {
    return " Check the connection's host and port, that the server runs, and that a firewall lets this machine in.";
  }
  if (/does not support SSL/i.test(message)) {
    return ' Set "sslmode": "disable" in the connection\'s extra if it needs no TLS.';
  }
  if (/CERT|SIGNATURE/.test(code)) {
    return " Name the authority that signed the server's certificate in \"sslrootcert\" of the connection's extra.";
  }
  return "";
}

/** A failed attempt at several addresses of one host has no message of its own. */
function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join("; ");
  return cause.message.replace(/\.$/, "");
}

function textOf(cause: unknown, field: string): string {
  if (typeof cause !== "object" || cause === null) return "";
  const value: unknown = Reflect.get(cause, field);
  return typeof value === "string" ? value : "";
}
