// What counts as a secret.
import { describe, expect, test } from "vitest";
import { findSecrets } from "../../../src/model/secrets/find-secrets.ts";
import { isSecretName } from "../../../src/model/secrets/secret-names.ts";
import { otherNames, secretNames } from "./names.ts";

test.each(secretNames)("%s is a secret's name", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(otherNames)("%s is none", (name) => {
  expect(isSecretName(name)).toBe(false);
});

describe("secrets are", () => {
  test.each<[string, unknown, string[]]>([
    ["text", { password: "hunter2" }, ["hunter2"]],
    ["numbers", { pwd: 12345678 }, ["12345678"]],
    ["items of lists", { tokens: ["first", "second"] }, ["first", "second"]],
    ["whatever is below", { secret: { value: "deep", more: [{ key: "deeper" }] } }, ["deep", "deeper"]],
    ["inside of other things", { headers: [{ "X-Api-Key": "abc" }] }, ["abc"]],
    ["in JSON inside of text", { settings: '{"db": {"password": "in JSON"}}' }, ["in JSON"]],
    [
      "in secret JSON, and the JSON itself",
      { keyfile_dict: '{"kid": "inside"}' },
      ["inside", '{"kid": "inside"}'],
    ],
    ["the token of a header", { Authorization: "Bearer abc.def" }, ["Bearer abc.def", "abc.def"]],
    ["passwords of URIs", { proxy: "http://me:p%40ss@proxy:8080" }, ["p%40ss", "p@ss"]],
    ["in a query", { endpoint: "https://h/x?sv=1&sig=a%2Bb&se=2" }, ["a%2Bb", "a+b"]],
    ["in a connection string", { storage: "AccountName=me;AccountKey=abc==;Endpoint=x" }, ["abc=="]],
    ["in a libpq string", { target: "host=h password='two words' dbname=d" }, ["two words"]],
  ])("%s", (_, value, secrets) => {
    expect([...findSecrets(value)].sort()).toEqual(secrets.sort());
  });

  test("no flags, no logins, no ids of keys", () => {
    const value = { login: "AKIA123", aws_access_key_id: "AKIA123", use_token: true, secret: "false" };
    expect([...findSecrets(value)]).toEqual([]);
  });
});
