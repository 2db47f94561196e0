// What a day's objects say of how they were made: by it, objects of different runs are told apart.
import type { ObjectVersion } from "windsock/hooks";

/** What decides every byte of a day's objects. */
export interface Publication {
  readonly source: Pick<ObjectVersion, "key" | "etag">;
  /** Clicks that make an enabled search a valid one. */
  readonly minClicks: number;
  /** Names the sources of the code that cleans. */
  readonly build: string;
}

type Metadata = Readonly<Record<string, string>>;

const clicksName = "min-clicks";
/** By the name of the metadata, what two objects have that do not belong together. */
const differences: Readonly<Record<string, string>> = {
  "source-key": "from different sources",
  "source-etag": "from different sources",
  [clicksName]: "with different numbers of clicks",
  build: "by different builds",
};

/** The metadata of each of the day's objects. */
export function publicationMetadata({ source, minClicks, build }: Publication): Metadata {
  // Metadata are ASCII, keys need not be.
  return {
    "source-key": encodeURI(source.key),
    "source-etag": source.etag,
    [clicksName]: String(minClicks),
    build,
  };
}

/**
 * How two objects were made differently, such as `from different sources`; null for objects of runs whose outcome
 * is the same, byte for byte.
 */
export function differenceOf(one: Metadata, other: Metadata): string | null {
  const name = Object.keys(differences).find((each) => one[each] !== other[each]);
  return name === undefined ? null : (differences[name] ?? null);
}

/** Whether the object says how it was made. One that was copied without its metadata does not. */
export function isTold(metadata: Metadata): boolean {
  return Object.keys(differences).every((name) => metadata[name] !== undefined);
}

/** The clicks that made a search valid in the object. */
export function minClicksOf(metadata: Metadata): number {
  return Number(metadata[clicksName]);
}
