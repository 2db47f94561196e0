// What is masked, in whatever form and in whatever pieces it comes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { Masker } from "../../../src/model/secrets/masker.ts";
import { leftOver, vectors } from "./vectors.ts";

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

const maskerOf = (...secrets: string[]) =>
  new Masker({ connections: [], variables: { secret: JSON.stringify(secrets) } });

test("passwords and secret extras are masked, also inside URIs and JSON; other fields are not", () => {
  const text = `${connection.password} ${encodeURIComponent(connection.password ?? "")} ${JSON.stringify(connection)}`;
  const masked = new Masker({ connections: [connection] }).text(text);
  expect(masked).not.toMatch(/p@ss|p%40ss|tok-123/);
  expect(masked).toContain("warehouse.example.com");
  expect(masked).toContain("eu-central-1");
});

test("a connection without secrets changes nothing", () => {
  const masker = new Masker({ connections: [{ ...connection, password: null, extra: {} }] });
  expect(masker.text("loader@warehouse.example.com")).toBe("loader@warehouse.example.com");
});

test("a secret of four bytes is not masked, one of five is", () => {
  expect(maskerOf("abcd", "bcdef").text("abcd abcde bcdef")).toBe("abcd abcde ***");
});

test("login and password are masked as Basic authentication sends them, however short the password is", () => {
  const header = `Basic ${Buffer.from("loader:abc").toString("base64")}`;
  expect(new Masker({ connections: [{ ...connection, password: "abc" }] }).text(header)).toBe("Basic ***");
});

describe.each(vectors)("the secret that begins with $start", ({ secret, forms }) => {
  const masker = maskerOf(secret);

  test.each(Object.entries(forms))("is found in: %s", (_, form) => {
    expect(leftOver(secret, masker.text(`before ${form} after`))).toEqual([]);
  });

  test("is found in whatever pieces it comes", () => {
    const text = Buffer.from(Object.values(forms).join(" | "));
    const whole = masker.bytes(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 50 }), (cuts) => {
        const stream = masker.stream();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((to, index) => stream.push(text.subarray(places[index], to)));
        expect(Buffer.concat([...pieces, stream.end()]).equals(whole)).toBe(true);
      }),
    );
  });
});

describe("a stream", () => {
  const push = (stream: ReturnType<Masker["stream"]>, text: string) =>
    stream.push(Buffer.from(text)).toString();

  test("shows at once all in which no secret has begun", () => {
    const stream = maskerOf("hunter2-hunter2").stream();
    expect(push(stream, "a line\nhu")).toBe("a line\n");
    expect(push(stream, "man hunter")).toBe("human ");
    expect(push(stream, "2-hunter2, hunter2\n")).toBe("***, hunter2\n");
  });

  test("takes the longest of several that begin at one place", () => {
    expect(maskerOf("hunter", "hunter2-and-more").text("hunter2-and-more hunter2-and hunter2.")).toBe(
      "*** ***2-and ***2.",
    );
  });

  test("does not show what an end leaves of a secret", () => {
    const stream = maskerOf("hunter2-hunter2").stream();
    expect(push(stream, "password hunter2-hun")).toBe("password ");
    expect(stream.end().toString()).toBe("***");
  });

  test("passes bytes that are no text as they are", () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));
    expect(maskerOf("hunter2-hunter2").bytes(bytes).equals(bytes)).toBe(true);
  });
});
