import { expect, test } from "vitest";
import { maskedJson } from "../../../src/model/secrets/masked-json.ts";
import { Masker } from "../../../src/model/secrets/masker.ts";

const pem = "-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkq\n-----END PRIVATE KEY-----";
const connection = {
  connType: "http",
  host: null,
  schema: null,
  login: null,
  password: "hunter2-and-more",
  port: null,
  extra: { private_key: pem, pin: { secret: 4711471147 } },
};
const masker = new Masker({ connections: [connection as never] });
const shown = (value: Parameters<typeof maskedJson>[0], room?: number) => maskedJson(value, masker, room);

test("what holds no secret is as it was", () => {
  const value = { rows: [1, -2.5, true, null, "text"], deep: { empty: {}, list: [] } };
  expect(shown(value)).toEqual({ value, isCut: false });
});

test("secrets are masked in texts, in keys and as numbers", () => {
  expect(shown({ url: "http://x:hunter2-and-more@y", "hunter2-and-more": [pem], n: 4711471147 })).toEqual({
    value: {
      url: "http://x:***@y",
      "***": ["-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----"],
      n: "***",
    },
    isCut: false,
  });
});

test("all that has a secret's name is masked, whoever knows it", () => {
  expect(shown({ api_key: "k", token: ["a", { b: 1 }], password: null, secret: false }).value).toEqual({
    api_key: "***",
    token: "***",
    password: null,
    secret: false,
  });
});

test("what is long is cut, and a secret at the cut is gone", () => {
  expect(shown("x".repeat(30_000))).toEqual({ value: `${"x".repeat(20_000)}…`, isCut: true });
  expect(shown(`${"x".repeat(19_990)}hunter2-and-more`).value).toBe(`${"x".repeat(19_990)}***…`);
  const list = Array.from({ length: 1000 }, (_, n) => n);
  const cut = shown(list, 20);
  expect(cut.isCut).toBe(true);
  expect(JSON.stringify(cut.value)).toMatch(/^\[0,1,2,.*"… 9\d\d more"\]$/);
  const object = Object.fromEntries(list.map((n) => [`key${n}`, n]));
  expect(JSON.stringify(shown(object, 20).value)).toMatch(/^\{"key0":0,.*"…":"99\d more"\}$/);
});

test("a value of a hundred megabytes does not cost more than what is shown of it", () => {
  const piece = "y".repeat(1000);
  const { value, isCut } = shown(Array.from({ length: 100_000 }, () => piece));
  expect(isCut).toBe(true);
  expect(JSON.stringify(value).length).toBeLessThan(110_000);
});
