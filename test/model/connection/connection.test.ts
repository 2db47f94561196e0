import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  ConnectionFormatError,
  connectionToJson,
} from "../../../src/model/connection/connection.ts";
import { parseConnection } from "../../../src/model/connection/parse-connection.ts";
import readByAirflow from "./read-by-airflow.json" with { type: "json" };

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
    ['{"conn_type": "http", "host": "s3cret", "hots": 1}', "its JSON has other keys than conn_type, "],
    ['{"uri": "http://s3cret", "login": "me"}', "its JSON has a uri, and fields beside it"],
    ['{"conn_type": "http", "password": 12345}', "password is not a text"],
    ["aws://AKIA:s3cret/more@/?region_name=eu-west-1", "must be percent-encoded"],
    ["postgres://me:s3c?ret@host/db", "must be percent-encoded"],
    ["postgres://me:s3cret@[1.2.3.4]/db", "no IPv6 address"],
    ["postgres://me:s3cret@[::1/db", "its brackets do not match"],
    ["http://me:s3cret@https://host", "in a place where no scheme can be"],
    ["http://a://b://s3cret", "in a place where no scheme can be"],
    ['{"conn_type": "aws", "extra": "[s3cret"}', "extra is not valid JSON"],
    ['{"conn_type": "aws", "extra": ["s3cret"]}', "extra is not a JSON object"],
    ['{"conn_type": "aws", "port": "s3cret"}', "port is not a whole number"],
  ])("%s is refused without being repeated", (text, problem) => {
    const read = () => parseConnection("c", text);
    expect(read).toThrow(ConnectionFormatError);
    expect(read).toThrow(problem);
    expect(read).not.toThrow(/s3cret/);
  });

  test.each(readByAirflow)(
    "$text is read or refused as Airflow does it",
    ({ text, airflow_3_3: expected }) => {
      const read = () => parseConnection("c", text);
      if ("refused" in expected) expect(read).toThrow(ConnectionFormatError);
      else expect(read()).toEqual({ connId: "c", ...expected });
    },
  );

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
