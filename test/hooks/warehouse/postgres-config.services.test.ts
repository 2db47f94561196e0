import { afterAll, describe, expect, test } from "vitest";
import { warehouse } from "../../../src/hooks/index.ts";
import { postgresConfig } from "../../../src/hooks/warehouse/postgres/postgres-config.ts";
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

  test("is on for Redshift and off for PostgreSQL unless the connection says otherwise", async () => {
    expect(await encrypted({ connType: "redshift" })).toBe(true);
    expect(await encrypted({ connType: "redshift", extra: { sslmode: "disable" } })).toBe(false);
    expect(await encrypted({})).toBe(false);
    expect(await encrypted({ extra: { sslmode: "require" } })).toBe(true);
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

  test("that the server does not speak is explained", async () => {
    const plain = await startPostgres();
    const error = await rejection(encrypted({ connType: "redshift", port: plain.port }));
    await plain.stop();
    expect(error.message).toContain("does not support SSL");
    expect(error.message).toContain('"sslmode": "disable"');
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
    ["IAM", { extra: { iam: true } }, "asks for IAM"],
    ["an unknown sslmode", { extra: { sslmode: "prefer" } }, 'sslmode "prefer"'],
    ["an absent sslrootcert", { extra: { sslmode: "verify-ca", sslrootcert: "/no/file" } }, "/no/file"],
    ["a time-out that is none", { extra: { connect_timeout: "soon" } }, "connect_timeout"],
  ])("with %s are refused before anything is tried", async (_, fields, message) => {
    const opening = async () => warehouse.open(postgres.connection(fields), hookServices());
    const error = await rejection(opening());
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain('Connection "redshift"');
    expect(error.message).toContain(message);
  });
});
