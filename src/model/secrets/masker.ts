// Replaces secrets by `***` in text, and in bytes that come piece by piece.
// `python/masking.py` masks in the same way; a test compares them.
import type { Connection } from "../connection/connection.ts";
import { findSecrets } from "./find-secrets.ts";
import { basicAuthForms, secretForms, shortestSecret } from "./secret-forms.ts";

const mask = Buffer.from("***");

/** What a task is given, and what of it is secret. */
export interface SecretSources {
  readonly connections: Iterable<Connection>;
  /** Variables by their keys. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Knows a number of secrets, however they are encoded. */
export class Masker {
  readonly #patterns: Patterns;

  constructor({ connections, variables = {} }: SecretSources) {
    const all = [...connections];
    const secrets = new Set([...findSecrets(all), ...findSecrets(variables)]);
    const forms = [...secrets].flatMap((secret) => [...secretForms(secret)]);
    const pairs = all.flatMap(({ login, password }) =>
      login !== null && password !== null ? basicAuthForms(login, password) : [],
    );
    this.#patterns = new Patterns([...forms, ...pairs]);
  }

  /** The text without the secrets. */
  text(text: string): string {
    return this.bytes(Buffer.from(text)).toString();
  }

  /** The bytes without the secrets; of one that is cut off at the end, nothing is left, either. */
  bytes(bytes: Buffer): Buffer {
    const stream = this.stream();
    return Buffer.concat([stream.push(bytes), stream.end()]);
  }

  /** For bytes that come piece by piece. */
  stream(): MaskedStream {
    return new MaskedStream(this.#patterns);
  }
}

/** Masks one stream of bytes. Holds back no more than an end in which a secret may have begun. */
export class MaskedStream {
  readonly #patterns: Patterns;
  #held: Buffer = Buffer.alloc(0);

  constructor(patterns: Patterns) {
    this.#patterns = patterns;
  }

  /** What can be shown after the next piece. */
  push(piece: Buffer): Buffer {
    return this.#mask(this.#held.length > 0 ? Buffer.concat([this.#held, piece]) : piece, false);
  }

  /** What can be shown at the end. */
  end(): Buffer {
    return this.#mask(this.#held, true);
  }

  #mask(bytes: Buffer, isEnd: boolean): Buffer {
    const parts: Buffer[] = [];
    let shown = 0;
    let at = this.#patterns.nextStart(bytes, 0);
    while (at < bytes.length) {
      const end = at + this.#patterns.longestAt(bytes, at);
      const isCutOff = end > bytes.length;
      if (isCutOff && !isEnd) break;
      const isSecret = isCutOff ? bytes.length - at >= shortestSecret : end > at;
      if (isSecret) {
        parts.push(bytes.subarray(shown, at), mask);
        shown = Math.min(end, bytes.length);
      }
      at = this.#patterns.nextStart(bytes, isSecret ? shown : at + 1);
    }
    this.#held = Buffer.from(bytes.subarray(at));
    if (parts.length === 0) return bytes.subarray(0, at);
    return Buffer.concat([...parts, bytes.subarray(shown, at)]);
  }
}

/** How many bytes of a secret are looked up at once; no form of one is shorter. */
const startLength = 4;

/** Byte strings that are looked for, found by how they start. */
class Patterns {
  readonly #byStart = new Map<number, Buffer[]>();
  /** What an end may leave of a start. */
  readonly #cutOff = new Set<string>();
  /** By two bytes each, which start there; most text has neither. */
  readonly #firstTwo = new Uint8Array(0x10000);
  readonly #nextTwo = new Uint8Array(0x10000);

  constructor(texts: Iterable<string>) {
    const patterns = Array.from(new Set(texts), (text) => Buffer.from(text));
    for (const pattern of patterns.sort((a, b) => b.length - a.length)) {
      const start = pattern.readUInt32BE(0);
      const others = this.#byStart.get(start);
      if (others) others.push(pattern);
      else this.#byStart.set(start, [pattern]);
      this.#firstTwo[pattern.readUInt16BE(0)] = 1;
      this.#nextTwo[pattern.readUInt16BE(2)] = 1;
      for (let length = 1; length < startLength; length += 1)
        this.#cutOff.add(pattern.toString("latin1", 0, length));
    }
  }

  /** The next place where one may begin; the number of bytes when there is none. */
  nextStart(bytes: Buffer, from: number): number {
    const firstTwo = this.#firstTwo;
    const nextTwo = this.#nextTwo;
    let at = from;
    for (; at <= bytes.length - startLength; at += 1) {
      if (firstTwo[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 0) continue;
      if (nextTwo[((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)] === 0) continue;
      if (this.#byStart.has(bytes.readUInt32BE(at))) return at;
    }
    while (at < bytes.length && !this.#cutOff.has(bytes.toString("latin1", at))) at += 1;
    return at;
  }

  /** The length of the longest one here, 0 when there is none. It reaches over the end where that cuts it off. */
  longestAt(bytes: Buffer, at: number): number {
    if (bytes.length - at < startLength) return startLength;
    for (const pattern of this.#byStart.get(bytes.readUInt32BE(at)) ?? []) {
      const length = Math.min(pattern.length, bytes.length - at);
      if (bytes.compare(pattern, 0, length, at, at + length) === 0) return pattern.length;
    }
    return 0;
  }
}
