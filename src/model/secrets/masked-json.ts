// A value as people may see it: without secrets, and no longer than they would read.
import type { JsonValue } from "../json.ts";
import type { Masker } from "./masker.ts";
import { isSecretName } from "./secret-names.ts";

const mask = "***";

/** Stands for what is left out. */
const gap = "…";

/** Characters that are shown of a single text. */
const longestText = 20_000;

export interface ShownJson {
  readonly value: JsonValue;
  /** Something was left out for its length. */
  readonly isCut: boolean;
}

/**
 * Masks what the masker knows, in keys too, and whatever stands below a secret name.
 *
 * @param room the characters that it may have, roughly
 */
export function maskedJson(value: JsonValue, masker: Pick<Masker, "text">, room = 100_000): ShownJson {
  const copy = new MaskedCopy(masker, room);
  return { value: copy.of(value), isCut: copy.isCut };
}

class MaskedCopy {
  readonly #masker: Pick<Masker, "text">;
  #room: number;
  isCut = false;

  constructor(masker: Pick<Masker, "text">, room: number) {
    this.#masker = masker;
    this.#room = room;
  }

  of(value: JsonValue): JsonValue {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "number") return this.#number(value);
    if (typeof value !== "object" || value === null) return this.#spend(value, 5);
    if (isList(value)) return this.#list(value);
    return this.#object(value);
  }

  #text(text: string): string {
    const most = Math.min(longestText, Math.max(0, this.#room));
    // Of a secret that is cut in two, the masker leaves nothing.
    const shown = this.#masker.text(text.slice(0, most));
    if (text.length <= most) return this.#spend(shown, text.length + 2);
    this.isCut = true;
    return this.#spend(`${shown}${gap}`, most + 2);
  }

  #number(number: number): JsonValue {
    const text = String(number);
    return this.#spend(this.#masker.text(text) === text ? number : mask, text.length);
  }

  #list(list: readonly JsonValue[]): JsonValue {
    const shown: JsonValue[] = [];
    for (const item of list) {
      if (this.#isFull()) return [...shown, `${gap} ${list.length - shown.length} more`];
      shown.push(this.of(item));
    }
    return shown;
  }

  #object(object: Readonly<Record<string, JsonValue>>): JsonValue {
    const shown: [string, JsonValue][] = [];
    const entries = Object.entries(object);
    for (const [key, entry] of entries) {
      if (this.#isFull()) {
        shown.push([gap, `${entries.length - shown.length} more`]);
        break;
      }
      const isHidden = isSecretName(key) && entry !== null && typeof entry !== "boolean";
      shown.push([this.#text(key), isHidden ? this.#spend(mask, 3) : this.of(entry)]);
    }
    return Object.fromEntries(shown);
  }

  #isFull(): boolean {
    if (this.#room <= 0) this.isCut = true;
    return this.#room <= 0;
  }

  #spend<T>(value: T, characters: number): T {
    this.#room -= characters;
    return value;
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
