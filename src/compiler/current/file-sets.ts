// Sets of file versions, each once: DAGs share most of what they are made of. Packs them for a file, and unpacks them.
import type { FileSet, FilesNow, FileVersion } from "./file-versions.ts";

/** The versions by number, and the sets as numbers of versions. */
export interface PackedSets {
  readonly versions: readonly (readonly [file: string, hash: string, stamp: string | null])[];
  readonly sets: readonly (readonly number[])[];
}

/** Makes sets of what one build reads. */
export class FileSets {
  readonly #now: FilesNow;
  readonly #known: ReadonlyMap<string, FileVersion>;
  readonly #versions = new Map<string, FileVersion>();
  readonly #sets = new SetNumbers();

  /** @param known versions of earlier builds, by file: what still has the same stamp is not read again */
  constructor(now: FilesNow, known: ReadonlyMap<string, FileVersion>) {
    this.#now = now;
    this.#known = known;
  }

  ofSources(files: Iterable<string>): FileSet {
    return this.#sets.only(Array.from(new Set(files), (file) => this.#version(file)));
  }

  #version(file: string): FileVersion {
    const version = this.#versions.get(file) ?? this.#now.source(file, this.#known.get(file));
    this.#versions.set(file, version);
    return version;
  }
}

/** Numbers sets that are to be kept. */
export class SetPacker {
  readonly #sets = new SetNumbers();
  readonly #numbers = new Map<FileSet, number>();

  numberOf(set: FileSet): number {
    const number = this.#numbers.get(set) ?? this.#sets.numberOf(set);
    this.#numbers.set(set, number);
    return number;
  }

  packed(): PackedSets {
    const { versions, sets } = this.#sets;
    return { versions: versions.map(({ file, hash, stamp }) => [file, hash, stamp]), sets };
  }
}

export function unpackSets({ versions, sets }: PackedSets): FileSet[] {
  const all = versions.map(([file, hash, stamp]): FileVersion => ({ file, hash, stamp }));
  return sets.map((set) => set.flatMap((number) => all[number] ?? []));
}

/** Gives each version, and each set with the same versions, one number. */
class SetNumbers {
  readonly #versions = new Map<string, number>();
  /** Sets share most of their versions: those that were seen need no key. */
  readonly #seen = new Map<FileVersion, number>();
  readonly #sets = new Map<string, number>();
  readonly #first: FileSet[] = [];
  readonly versions: FileVersion[] = [];
  readonly sets: number[][] = [];

  /** The first of the sets that have these versions. */
  only(set: FileSet): FileSet {
    return this.#first[this.numberOf(set)] ?? set;
  }

  numberOf(set: FileSet): number {
    const numbers = set.map((version) => this.#numberOf(version)).sort((a, b) => a - b);
    const key = numbers.join();
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    this.#sets.set(key, this.sets.length);
    this.#first.push(set);
    return this.sets.push(numbers) - 1;
  }

  #numberOf(version: FileVersion): number {
    const number = this.#seen.get(version) ?? this.#numberByKey(version);
    this.#seen.set(version, number);
    return number;
  }

  #numberByKey(version: FileVersion): number {
    const key = `${version.hash} ${version.file}`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    this.#versions.set(key, this.versions.length);
    return this.versions.push(version) - 1;
  }
}
