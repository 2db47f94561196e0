// Tells a person who runs a bundle by hand that its sources are no longer what it was built from.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { buildCommand } from "../model/command.ts";
import { manifestName } from "../model/project.ts";
import type { TaskProgram } from "./task-program.ts";

interface Entry {
  /** The builds of the DAG's bundles, by their files. */
  readonly bundles?: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * In one sentence why the bundle is not what its sources say; null when it is, and where the sources are not.
 *
 * @param bundle the bundle's file
 */
export function staleBundle(
  { dagId, build }: TaskProgram,
  projectFolder: string,
  bundle: string,
): string | null {
  const entry = entryOf(path.join(path.dirname(bundle), "../..", manifestName), dagId);
  if (!entry) return null;
  const sources = Object.entries(entry.sources).map(([file, hash]) => ({
    ...{ file, hash, now: hashOf(path.join(projectFolder, file)) },
  }));
  if (sources.every(({ now }) => now === null)) return null;
  const changed = sources.filter(({ hash, now }) => hash !== now);
  const [first] = changed;
  if (first) {
    const more = changed.length > 1 ? ` (and ${changed.length - 1} more)` : "";
    const what = first.now === null ? "is gone" : "has changed";
    return `${first.file}${more} ${what} since this bundle was built. Run ${buildCommand}.`;
  }
  return entry.bundles?.[path.basename(bundle)] === build
    ? null
    : `This bundle was built from other sources. Run ${buildCommand}.`;
}

/** Undefined where nothing is known of the DAG. */
function entryOf(manifest: string, dagId: string): Entry | undefined {
  try {
    const { dags } = JSON.parse(readFileSync(manifest, "utf8")) as { dags: Record<string, Entry> };
    const entry = Object.hasOwn(dags, dagId) ? dags[dagId] : undefined;
    return typeof entry?.sources === "object" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(file: string): string | null {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch {
    return null;
  }
}
