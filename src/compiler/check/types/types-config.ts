// Writes the configuration that the types of DAG modules are checked with: the project's own, for these modules alone.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../../model/project.ts";
import { replaceFile } from "../../../system/replace-file.ts";

/** Relative to the project's folder. */
export const typesFolder = path.join("node_modules", ".cache", "windsock", "types");

/** The configuration of the last check. */
export const typesConfig = path.join(typesFolder, "tsconfig.json");

/** What DAGs are checked with in a project without a tsconfig. */
const withoutConfig = {
  target: "es2023",
  lib: ["es2023"],
  types: ["node"],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
} as const;

/** Whatever the project says of these: one program of all modules, which writes nothing but what it remembers. */
const forced = {
  noEmit: true,
  // Bundling does without these two.
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  composite: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  // Each prints what is no problem.
  listFiles: false,
  explainFiles: false,
  traceResolution: false,
  diagnostics: false,
  extendedDiagnostics: false,
} as const;

/**
 * A tsconfig that leaves the DAGs out, or takes in a thousand other files, does not matter: only its options do, those
 * of the nearest one as in an editor, and the project's own ambient declarations.
 *
 * @param keeps whether TypeScript keeps what it finds out
 * @returns the file, relative to the project's folder
 */
export function writeTypesConfig(project: Project, modules: readonly string[], keeps: boolean): string {
  const { folder: projectFolder, settings } = project;
  const from = (file: string) => path.posix.join("../../../..", file);
  const base = nearestConfig(projectFolder, path.dirname(modules[0] ?? settings.dags));
  const config = {
    ...(base !== undefined && { extends: base }),
    compilerOptions: {
      ...(base === undefined && withoutConfig),
      ...forced,
      ...(keeps ? { incremental: true, tsBuildInfoFile: "./tsbuildinfo" } : { incremental: false }),
      // Workspace packages lie beside the project.
      rootDir: path.parse(projectFolder).root,
    },
    files: modules.map(from),
    include: [from("**/*.d.ts")],
    exclude: [settings.generated, "**/node_modules", "**/dist", "**/out"].map(from),
  };
  const text = `${JSON.stringify(config, null, 2)}\n`;
  const absolute = path.join(projectFolder, typesConfig);
  if (!existsSync(absolute) || readFileSync(absolute, "utf8") !== text) replaceFile(absolute, text);
  return typesConfig;
}

/** Relative to the configuration's folder; undefined when there is none up to the root. */
function nearestConfig(projectFolder: string, start: string): string | undefined {
  for (let at = path.resolve(projectFolder, start); ; at = path.dirname(at)) {
    const file = path.join(at, "tsconfig.json");
    if (existsSync(file)) {
      const relative = path.relative(path.join(projectFolder, typesFolder), file);
      return relative.replaceAll(path.sep, "/");
    }
    if (path.dirname(at) === at) return undefined;
  }
}
