// Writes a secret in all the ways in which a program may print it.
// `python/masking.py` makes the same forms; a test compares them.
import {
  asciiJson,
  backslashes,
  bytesRepr,
  doubled,
  html,
  json,
  percentForms,
  shell,
  templateJson,
} from "./text-escapes.ts";

/** Shorter ones would mask ordinary text; Airflow's own limit, in UTF-8 bytes here. */
export const shortestSecret = 5;

/** Lengths at which tools break lines of base64: OpenSSL, and MIME, GNU's base64 and Python's encodebytes. */
const base64Lines = [64, 76];

/** Between lines, whatever the system; and as people write them into a form of one line. PEM armour is no secret. */
const lineBreak = /-----(?:BEGIN|END) [^-\r\n]*-----|\r\n|\r|\n|\\r\\n|\\n/;

/** Every form of the secret and of each of its lines, as UTF-8 text without doubles; none of a short one. */
export function secretForms(secret: string): Set<string> {
  const whole = trim(Buffer.from(secret).toString());
  const lines = whole.split(lineBreak).map(trim);
  const body = lines.length > 1 ? withoutArmour(whole) : whole;
  const forms = new Set([body, ...lines].flatMap((text) => (isLong(text) ? formsOfText(text) : [])));
  if (isLong(whole)) for (const piece of brokenBase64(whole)) forms.add(piece);
  return new Set([...forms].filter(isLong));
}

/** A login and its password as Basic authentication has them. */
export function basicAuthForms(login: string, password: string): string[] {
  const pair = Buffer.from(`${login}:${password}`).toString("base64");
  return [pair, pair.replace(/=+$/, "")].filter(isLong);
}

function isLong(text: string): boolean {
  return Buffer.byteLength(text) >= shortestSecret;
}

function trim(text: string): string {
  return text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

function withoutArmour(text: string): string {
  return trim(text.replaceAll(/-----(?:BEGIN|END) [^-\r\n]*-----/g, ""));
}

/** What nobody escapes. */
const plain = /^[A-Za-z0-9_.-]*$/;

function formsOfText(text: string): string[] {
  if (plain.test(text)) return [text, ...formsOfBytes(Buffer.from(text))];
  const inJson = [json(text), asciiJson(text), templateJson(text)];
  const encoded = Array.from(new Set([text, ...inJson]), (inner) => formsOfBytes(Buffer.from(inner)));
  return [
    text,
    ...inJson,
    ...inJson.map(json),
    ...backslashes(text),
    ...bytesRepr(text),
    ...html(text),
    ...doubled(text),
    ...shell(text),
    ...percentForms(text),
    ...encoded.flat(),
  ];
}

function formsOfBytes(bytes: Buffer): string[] {
  const hex = bytes.toString("hex");
  const pairs = hex.match(/../g) ?? [];
  return [
    ...base64Forms(bytes),
    hex,
    hex.toUpperCase(),
    // As Node prints a Buffer, and as JSON has it.
    pairs.join(" "),
    bytes.join(","),
  ];
}

/** In a longer text, the secret may begin at any of three places in a group of four digits. */
function base64Forms(bytes: Buffer): string[] {
  const whole = bytes.toString("base64");
  const inside = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // Without the digits that other bytes have a part in.
    return digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const standard = [whole, ...inside];
  return standard.flatMap((digits) => [
    digits,
    digits.replaceAll("+", "-").replaceAll("/", "_"),
    digits.replaceAll("+", "%2B").replaceAll("/", "%2F").replaceAll("=", "%3D"),
    digits.replaceAll("+", "%2b").replaceAll("/", "%2f").replaceAll("=", "%3d"),
  ]);
}

function brokenBase64(text: string): string[] {
  const digits = Buffer.from(text).toString("base64");
  return base64Lines.flatMap((length) =>
    digits.length > length ? (digits.match(new RegExp(`.{1,${length}}`, "g")) ?? []) : [],
  );
}
