// The files that would mend an import which leads nowhere: when one of them comes, there is something to build again.
import { existsSync } from "node:fs";
import path from "node:path";
import type { Problem } from "../../model/problem.ts";

const endings = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

/** The files that problems lie in, and those that imports miss; relative to the project's folder. */
export function filesOfProblems(projectFolder: string, problems: readonly Problem[]): string[] {
  return problems.flatMap(({ message, position }) => {
    if (!position) return [];
    const [, specifier] = /^Could not resolve "([^"]+)"/.exec(message) ?? [];
    return [
      position.file,
      ...(specifier === undefined ? [] : candidates(projectFolder, position.file, specifier)),
    ];
  });
}

function candidates(projectFolder: string, importer: string, specifier: string): string[] {
  const folder = path.posix.dirname(importer);
  if (/^\.{1,2}\//.test(specifier)) {
    const file = path.posix.join(folder, specifier);
    const typed = file.replace(/\.([mc]?)js$/, ".$1ts");
    return [...endings.map((ending) => file + ending), typed];
  }
  const [, name = specifier] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? [];
  const manifests = ancestors(path.resolve(projectFolder, folder))
    .filter((above) => existsSync(path.join(above, "package.json")))
    .map((above) => path.join(above, "node_modules", name, "package.json"));
  return manifests.map((file) => path.relative(projectFolder, file).replaceAll(path.sep, "/"));
}

function ancestors(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
