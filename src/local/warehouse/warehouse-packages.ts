// The packages that an embedded warehouse is made of: only a project that has one installs them.
import { createRequire } from "node:module";
import type { Connection } from "../../model/connection/connection.ts";
import { embeddedWarehouseType } from "../../model/connection/connection-types.ts";
import { UserError } from "../../model/errors.ts";
import { ownManifest } from "../../system/own-manifest.ts";

const packages = ["@electric-sql/pglite", "@electric-sql/pglite-socket"] as const;

/** A connection needs packages that the project has not installed. */
export class MissingPackagesError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = "MissingPackagesError";
  }
}

/**
 * @throws {MissingPackagesError} when the connection is an embedded warehouse and its packages are not there
 */
export function checkPackages({ connId, connType }: Connection): void {
  if (connType !== embeddedWarehouseType || packages.every(isInstalled)) return;
  const { peerDependencies } = ownManifest();
  const wanted = packages.map((name) => `${name}@${peerDependencies[name]}`);
  throw new MissingPackagesError(
    `Connection "${connId}" is an embedded warehouse (type "${embeddedWarehouseType}"), and the packages that it is made of ` +
      `are not installed. Run: npm install ${wanted.join(" ")}`,
  );
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
