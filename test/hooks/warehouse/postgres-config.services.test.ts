import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { warehouse } from "../../../src/hooks/index.ts";
import { postgresConfig } from "../../../src/hooks/warehouse/postgres/postgres-config.ts";
import { checkExtras, followedExtras } from "../../../src/hooks/warehouse/postgres/postgres-extras.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { startPostgres } from "../../services/postgres.ts";
import { hookServices, rejection } from "../hook-services.ts";

const postgres = await startPostgres({ tls: true });
afterAll(() => postgres.stop());

describe("TLS", () => {
  const isEncrypted = "select ssl as encrypted from pg_stat_ssl where pid = pg_backend_pid()";
  const certificate = postgres.certificate;

  async function encrypted(fields: Partial<Connection>): Promise<unknown> {
    const connection = postgres.connection({ host: "localhost", ...fields });
    const db = await warehouse.open(connection, hookServices());
    const [row] = await db.query<{ encrypted: boolean }>(isEncrypted).finally(() => db.close());
    return row?.encrypted;
  }

  test("is what libpq's sslmode says: by default, it is used where the server speaks it", async () => {
    expect(await encrypted({})).toBe(true);
    expect(await encrypted({ connType: "redshift" })).toBe(true);
    expect(await encrypted({ connType: "redshift", extra: { ssl: false } })).toBe(false);
    expect(await encrypted({ extra: { sslmode: "disable" } })).toBe(false);
    for (const sslmode of ["allow", "prefer", "require"]) {
      expect(await encrypted({ extra: { sslmode } })).toBe(true);
    }
    expect(await encrypted({ extra: { sslmode: "require", sslnegotiation: "direct" } })).toBe(true);
    expect(await encrypted({ extra: { ssl_min_protocol_version: "TLSv1.3" } })).toBe(true);
  });

  test("is done without where the server does not speak it, unless it is required", async () => {
    const plain = await startPostgres();
    const { port } = plain;
    try {
      expect(await encrypted({ port })).toBe(false);
      for (const sslmode of ["disable", "allow", "prefer"]) {
        expect(await encrypted({ port, extra: { sslmode } })).toBe(false);
      }
      const error = await rejection(encrypted({ connType: "redshift", port }));
      expect(error.message).toContain("does not support SSL");
      expect(error.message).toContain('"sslmode": "disable"');
    } finally {
      await plain.stop();
    }
  });

  test("shows the connection's own certificate to a server that wants one", async () => {
    const db = await warehouse.open(postgres.connection(), hookServices());
    await db.query(`alter system set ssl_ca_file = '${certificate}'`);
    const rules = path.join(postgres.folder, "data/pg_hba.conf");
    const usual = await readFile(rules, "utf8");
    const key = path.join(postgres.folder, "server.key");
    try {
      await writeFile(rules, "hostssl all all all scram-sha-256 clientcert=verify-ca\n");
      await db.query("select pg_reload_conf()");
      expect(await encrypted({ extra: { sslcert: certificate, sslkey: key } })).toBe(true);
      const error = await rejection(encrypted({}));
      expect(error).toBeInstanceOf(AirflowFailException);
      expect(error.message).toContain('"sslcert" and "sslkey"');
      const half = await rejection(encrypted({ extra: { sslcert: certificate } }));
      expect(half.message).toContain("needs both sslcert and sslkey");
    } finally {
      await writeFile(rules, usual);
      await db.query("select pg_reload_conf()");
      await db.close();
    }
  });

  test("checks the certificate when it is told to", async () => {
    const verified = (sslmode: string, host: string) =>
      encrypted({ host, extra: { sslmode, sslrootcert: certificate } });
    expect(await verified("verify-full", "localhost")).toBe(true);
    expect(await verified("verify-ca", "127.0.0.1")).toBe(true);
    expect(await verified("require", "127.0.0.1")).toBe(true);
    await expect(verified("verify-full", "127.0.0.1")).rejects.toThrow("sslrootcert");
    for (const sslmode of ["verify-ca", "verify-full"]) {
      const error = await rejection(encrypted({ extra: { sslmode } }));
      expect(error.message).toContain(
        'Name the authority that signed the server\'s certificate in "sslrootcert"',
      );
    }
  });
});

describe("A connection's fields", () => {
  test("have defaults by type", () => {
    const bare = { login: "etl", schema: null, port: null };
    expect(postgresConfig(postgres.connection({ ...bare, connType: "redshift" })).client).toMatchObject({
      port: 5439,
      database: "dev",
      application_name: "windsock",
    });
    expect(postgresConfig(postgres.connection(bare)).client).toMatchObject({ port: 5432, database: "etl" });
  });

  test.each([
    ["no host", { host: null }, "has no host"],
    ["IAM", { extra: { iam: true } }, "a login and a password"],
    ["IAM, as text", { extra: { iam: "true" } }, '"iam"'],
    [
      "an unknown sslmode",
      { extra: { sslmode: "preferred" } },
      "disable, allow, prefer, require, verify-ca, verify-full",
    ],
    [
      "a trust store that is not used",
      { extra: { sslmode: "require", sslrootcert: "system" } },
      "verify-full",
    ],
    ["an unknown TLS version", { extra: { ssl_min_protocol_version: "SSLv3" } }, "TLSv1.2"],
    ["an absent sslrootcert", { extra: { sslmode: "verify-ca", sslrootcert: "/no/file" } }, "/no/file"],
    ["a time-out that is none", { extra: { connect_timeout: "soon" } }, "connect_timeout"],
    ["a time-out below 0", { extra: { statement_timeout: -1 } }, "from 0 to 2147483647"],
    [
      "a time-out that PostgreSQL has no number for",
      { extra: { statement_timeout: "2147483648" } },
      "2147483647",
    ],
    ["another encoding", { extra: { client_encoding: "latin1" } }, '"client_encoding"'],
    ["what Node settles", { extra: { keepalives_count: 5 } }, "ten probes"],
    ["a misspelt name", { extra: { aplication_name: "etl" } }, '"aplication_name"'],
    ["a database in its extra", { extra: { dbname: "other" } }, "schema field"],
    ["several hosts", { host: "one,two" }, "several hosts"],
    ["a certificate that is wanted", { extra: { channel_binding: "require" } }, "disable or prefer"],
  ])("with %s are refused before anything is tried", async (_, fields, message) => {
    const opening = async () => warehouse.open(postgres.connection(fields), hookServices());
    const error = await rejection(opening());
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain('Connection "redshift"');
    expect(error.message).toContain(message);
  });
});

describe("A session", () => {
  async function shown(fields: Partial<Connection>, setting: string): Promise<unknown> {
    const db = await warehouse.open(postgres.connection(fields), hookServices());
    const [row] = await db
      .query<{ value: string }>(`select current_setting('${setting}') as value`)
      .finally(() => db.close());
    return row?.value;
  }

  test("has the settings of `options`, the search path among them", async () => {
    const extra = { options: "-csearch_path=reports,public -cwork_mem=1234kB" };
    expect(await shown({ extra }, "search_path")).toBe("reports,public");
    expect(await shown({ extra }, "work_mem")).toBe("1234kB");
  });

  test("has the connection's name, or else the one to fall back to", async () => {
    const name = "application_name";
    expect(await shown({}, name)).toBe("windsock");
    expect(await shown({ extra: { fallback_application_name: "b" } }, name)).toBe("b");
    expect(await shown({ extra: { application_name: "a", fallback_application_name: "b" } }, name)).toBe("a");
  });

  test.each([
    ["0", "0"],
    [1500, "1500ms"],
    ["2147483647", "2147483647ms"],
  ])("takes a statement_timeout of %s milliseconds", async (statement_timeout, value) => {
    expect(await shown({ extra: { statement_timeout } }, "statement_timeout")).toBe(value);
  });

  test.each([0, 1, 2_147_483_647])(
    "comes about with a connect_timeout of %d seconds",
    async (connect_timeout) => {
      expect(await shown({ extra: { connect_timeout } }, "application_name")).toBe("windsock");
    },
  );

  test("needs a password where the server asks for one, and no retry gives it", async () => {
    const error = await rejection(shown({ password: null }, "application_name"));
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain("Set the connection's password.");
  });

  test("may be kept from probing, and comes about with what concerns others", async () => {
    const extra = {
      keepalives: "0",
      keepalives_idle: 60,
      client_encoding: "UTF8",
      cursor: "dictcursor",
      gssencmode: "prefer",
    };
    expect(await shown({ extra }, "application_name")).toBe("windsock");
    expect(postgresConfig(postgres.connection({ extra })).client).toMatchObject({
      keepAlive: false,
      keepAliveInitialDelayMillis: 60_000,
    });
  });

  test("follows libpq's names or refuses them", () => {
    for (const name of libpqNames.split(" ")) {
      const refused = () => checkExtras(postgres.connection({ extra: { [name]: "x" } }));
      if (followedExtras.some((followed) => followed === name)) expect(refused).not.toThrow();
      else expect(refused).toThrow(`"${name}"`);
    }
  });
});

/** All that libpq 18 knows. */
const libpqNames =
  "host hostaddr port dbname user password passfile require_auth channel_binding connect_timeout client_encoding options " +
  "application_name fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count " +
  "tcp_user_timeout replication gssencmode sslmode requiressl sslnegotiation sslcompression sslcert sslkey sslkeylogfile " +
  "sslpassword sslcertmode sslrootcert sslcrl sslcrldir sslsni requirepeer ssl_min_protocol_version " +
  "ssl_max_protocol_version min_protocol_version max_protocol_version krbsrvname gsslib gssdelegation " +
  "scram_client_key scram_server_key service servicefile target_session_attrs load_balance_hosts oauth_issuer oauth_client_id " +
  "oauth_client_secret oauth_scope";
