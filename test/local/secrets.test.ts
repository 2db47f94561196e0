import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { maskFile } from "../../src/local/execute/mask-file.ts";
import type { Connection } from "../../src/model/connection/connection.ts";
import { makeMasker } from "../../src/model/connection/mask-secrets.ts";

const connection: Connection = {
  connId: "redshift",
  connType: "redshift",
  host: "warehouse.example.com",
  login: "loader",
  password: 'p@ss "word"',
  schema: "dev",
  port: 5439,
  extra: { aws_session_token: "tok-123", sslmode: "require", region_name: "eu-central-1" },
};

test("passwords and secret extras are masked, also inside URIs and JSON; other fields are not", () => {
  const text = `${connection.password} ${encodeURIComponent(connection.password ?? "")} ${JSON.stringify(connection)}`;
  const masked = makeMasker([connection])(text);
  expect(masked).not.toMatch(/p@ss|p%40ss|tok-123/);
  expect(masked).toContain("warehouse.example.com");
  expect(masked).toContain("eu-central-1");
});

test("a connection without secrets changes nothing", () => {
  const masker = makeMasker([{ ...connection, password: null, extra: {} }]);
  expect(masker("loader@warehouse.example.com")).toBe("loader@warehouse.example.com");
});

test("a log is rewritten without the secrets, line for line", async () => {
  mkdirSync("out/test", { recursive: true });
  const folder = mkdtempSync(path.resolve("out/test/mask-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "attempt-1.log");
  writeFileSync(file, "first\nkey tok-123 and tok-123\nlast\n");
  await maskFile(file, makeMasker([connection]));
  expect(readFileSync(file, "utf8")).toBe("first\nkey *** and ***\nlast\n");
});
