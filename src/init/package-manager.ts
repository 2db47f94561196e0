// Which package manager a project uses, and how it says what npm's commands say.
import { existsSync } from "node:fs";
import path from "node:path";

interface Commands {
  readonly lockFile: string;
  /** Installs what the lock file says, on a machine that may have nothing but Node and npm. */
  readonly cleanInstall: string;
  /** Runs a program of an installed package. */
  readonly execute: string;
}

const managers = {
  npm: { lockFile: "package-lock.json", cleanInstall: "npm ci", execute: "npx" },
  pnpm: {
    lockFile: "pnpm-lock.yaml",
    cleanInstall: "npm install --global pnpm && pnpm install --frozen-lockfile",
    execute: "pnpm exec",
  },
  yarn: {
    lockFile: "yarn.lock",
    cleanInstall: "npm install --global yarn && yarn install --frozen-lockfile",
    execute: "yarn run",
  },
} as const satisfies Readonly<Record<string, Commands>>;

export type PackageManager = keyof typeof managers;

export const packageManagers = Object.keys(managers) as readonly PackageManager[];

export function isPackageManager(name: string): name is PackageManager {
  return Object.hasOwn(managers, name);
}

/**
 * That of the nearest lock file of a project, this one or one around it (a workspace); else the one that started this
 * program, as it says itself in `npm_config_user_agent`; else npm.
 */
export function detectPackageManager(folder: string, userAgent = ""): PackageManager {
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    const found = packageManagers.find((manager) => existsSync(path.join(each, managers[manager].lockFile)));
    if (found && existsSync(path.join(each, "package.json"))) return found;
    if (path.dirname(each) === each) break;
  }
  const starter = userAgent.split("/")[0] ?? "";
  return isPackageManager(starter) ? starter : "npm";
}

/** A text about npm, such as a README, with the package manager's own commands. */
export function inWordsOf(manager: PackageManager, text: string): string {
  const { cleanInstall, execute } = managers[manager];
  return text
    .replaceAll(/\bnpm (?=run|test|start|install)/g, `${manager} `)
    .replaceAll(/\bnpx (?=windsock|vitest|tsc)/g, `${execute} `)
    .replaceAll(/\bnpm ci\b/g, cleanInstall);
}
