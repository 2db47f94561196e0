// Packages that stay out of the bundles, and how their files are told from others.
import type { ExternalKind } from "../../model/settings.ts";

/** A package that the bundles import instead of holding it. */
export interface External {
  readonly name: string;
  readonly kind: ExternalKind;
  /** Why it cannot be bundled; undefined where `windsock.config.ts` says so. */
  readonly reason: string | undefined;
  /** What is imported of it, such as `pino` and `pino/file`. */
  readonly specifiers: readonly string[];
  /** Where it is imported, which says where it is found; absolute. */
  readonly importer: string;
  /** The version that is installed here; undefined where there is none. */
  readonly version: string | undefined;
}

/** By the name of the package. */
export type Externals = ReadonlyMap<string, External>;

export interface PackagePlace {
  readonly name: string;
  /** As the file was given: relative or absolute. */
  readonly folder: string;
}

/** The installed package that a file belongs to. */
export function packageOf(file: string): PackagePlace | undefined {
  const [folder, name] = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(file) ?? [];
  return folder === undefined || name === undefined ? undefined : { name, folder };
}

/** The package that an import names: `@a/b` of `@a/b/c`. */
export function packageNameOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** The reason of files that are of one machine's kind. */
export const native = "native code";

/** Of two reasons, the one to tell. */
export function weightier(one: string | undefined, other: string | undefined): string | undefined {
  return other === native ? other : (one ?? other);
}
