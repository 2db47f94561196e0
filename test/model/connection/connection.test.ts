import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  ConnectionFormatError,
  connectionToJson,
  parseConnection,
} from "../../../src/model/connection/connection.ts";

const empty = { host: null, login: null, password: null, schema: null, port: null, extra: {} };

describe("a connection's text", () => {
  test.each<[string, Partial<Connection>]>([
    ["aws://", { connType: "aws" }],
    ["aws://AKIA:se%2Fcret@", { connType: "aws", login: "AKIA", password: "se/cret" }],
    [
      "postgres://me:pa%40ss@db.example.com:5439/dev?sslmode=require",
      {
        connType: "postgres",
        host: "db.example.com",
        login: "me",
        password: "pa@ss",
        port: 5439,
        schema: "dev",
        extra: { sslmode: "require" },
      },
    ],
    ["postgresql://localhost", { connType: "postgres", host: "localhost" }],
    ["google-cloud-platform://", { connType: "google_cloud_platform" }],
    ["http://:only-password@host", { connType: "http", host: "host", password: "only-password" }],
    ["fs:///?path=%2Fdata", { connType: "fs", extra: { path: "/data" } }],
    [
      "x://h?__extra__=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D",
      { connType: "x", host: "h", extra: { a: { b: 1 } } },
    ],
    [
      '{"conn_type": "aws", "extra": {"region_name": "eu-central-1"}}',
      { connType: "aws", extra: { region_name: "eu-central-1" } },
    ],
    ['{"conn_type": "aws", "extra": "{\\"k\\": 1}"}', { connType: "aws", extra: { k: 1 } }],
    ['{"conn_type": "ssh", "port": "22", "host": ""}', { connType: "ssh", port: 22 }],
  ])("%s is read", (text, expected) => {
    expect(parseConnection("c", text)).toEqual({ connId: "c", ...empty, ...expected });
  });

  test.each([
    ["s3cret", "it is neither a URI nor JSON"],
    ['{"conn_type": "aws", s3cret', "its JSON is not valid JSON"],
    ['{"login": "s3cret"}', "conn_type is missing"],
    ['{"conn_type": "aws", "extra": "[s3cret"}', "extra is not valid JSON"],
    ['{"conn_type": "aws", "extra": ["s3cret"]}', "extra is not a JSON object"],
    ['{"conn_type": "aws", "port": "s3cret"}', "port is not a number"],
    ["aws://s3cret%zz@", "a part of its URI is not percent-encoded"],
  ])("%s is refused without being repeated", (text, problem) => {
    const read = () => parseConnection("c", text);
    expect(read).toThrow(ConnectionFormatError);
    expect(read).toThrow(problem);
    expect(read).not.toThrow(/s3cret/);
  });

  test("survives being written as JSON and as a URI", () => {
    const text = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(text, text, text, (login, password, schema) => {
        const connection = {
          connId: "c",
          ...empty,
          connType: "postgres",
          host: "h",
          login,
          password,
          schema,
        };
        expect(parseConnection("c", connectionToJson(connection))).toEqual(connection);
        const [l, p, s] = [login, password, schema].map(encodeURIComponent);
        expect(parseConnection("c", `postgres://${l}:${p}@h/${s}`)).toEqual(connection);
      }),
    );
  });
});
