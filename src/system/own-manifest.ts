// What this package says of itself in its package.json.
import { readFileSync } from "node:fs";

interface OwnManifest {
  readonly version: string;
  /** Version ranges of the packages that the project brings along. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** Versions of the packages that this one is developed and tested with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** From src/ and dist/ alike. */
export function ownManifest(): OwnManifest {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
}
