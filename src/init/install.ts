// Installs a project's packages with its package manager.
import { execa } from "execa";
import { UserError } from "../model/errors.ts";
import type { PackageManager } from "./package-manager.ts";

/** @throws {UserError} when it fails: the package manager has said why, where it could start */
export async function installPackages(folder: string, manager: PackageManager): Promise<void> {
  const { failed, exitCode, code } = await execa(manager, ["install"], {
    cwd: folder,
    stdio: "inherit",
    reject: false,
  });
  if (!failed) return;
  const reason =
    code === "ENOENT"
      ? `There is no program ${manager}, so the packages are not installed.`
      : `${manager} install failed${exitCode === undefined ? "" : ` with exit code ${exitCode}`}, and said why above.`;
  throw new UserError(`${reason} The files are there. Run in ${folder}: ${manager} install`);
}
