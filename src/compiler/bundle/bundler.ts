// How esbuild is asked to bundle a project's code, for describing it and for running it alike.
import { fileURLToPath } from "node:url";
import type { BuildFailure, BuildOptions, Message, Plugin } from "esbuild";
import { oldestNode } from "../../model/oldest-node.ts";
import type { Problem } from "../../model/problem.ts";
import type { Project } from "../../model/project.ts";
import { packageOf } from "../externals/external.ts";

/** A compiled file of this package, such as `runtime/run-task`: it goes into a bundle or into a process. */
export function ownFile(name: string): string {
  return fileURLToPath(new URL(`../../${name}.js`, import.meta.url));
}

export function bundlerOptions({ folder, settings }: Project) {
  return {
    absWorkingDir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: `node${oldestNode}`,
    // ES modules shake better than what `main` points to; it halves the AWS SDK.
    mainFields: ["module", "main"],
    // `pg` looks for its native twin and does without; it is never wanted in a bundle.
    external: ["pg-native"],
    // Native code is found, and stays out; it has no text to parse.
    loader: { ...settings.loader, ".node": "empty" },
    keepNames: true,
    // A third less for Node to read at each start, in lines of which it may print one.
    minifyWhitespace: true,
    lineLimit: 160,
    charset: "utf8",
    // Maps name the sources and do not repeat them: half the work and size.
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    outExtension: { ".js": ".mjs" },
    banner: {
      // CommonJS dependencies call `require`, which ES modules do not have.
      js: 'import { createRequire as windsockRequire } from "node:module"; const require = windsockRequire(import.meta.url);',
    },
  } as const satisfies BuildOptions;
}

/** What esbuild has before the names of entry modules. */
export const entryNamespace = "windsock";

/** Entry modules that exist only as text, by name; their imports are resolved from the project's folder. */
export function entryPlugin({ folder }: Project, entries: ReadonlyMap<string, string>): Plugin {
  const namespace = entryNamespace;
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^windsock:/ }, ({ path: name, kind }) =>
        kind === "entry-point"
          ? { path: name, namespace }
          : { path: ownFile(name.slice(namespace.length + 1)) },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ path: name }) => ({
        contents: entries.get(name) ?? "",
        resolveDir: folder,
        loader: "js",
      }));
    },
  };
}

/** The errors of a failed build as problems; anything but a failed build is thrown on. */
export function bundlerProblems(error: unknown): Problem[] {
  if (!isBuildFailure(error)) throw error;
  return error.errors.map(toProblem);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function toProblem({ text, location }: Message): Problem {
  const owner = location && packageOf(location.file);
  return {
    message: owner ? `${text}. ${remedy(owner.name)}` : text,
    position: location && { file: location.file, line: location.line, column: location.column + 1 },
  };
}

/** For packages that look for others which are not there, and do without. */
function remedy(name: string): string {
  return `To leave the package as it is, say in windsock.config.ts: external: { ${JSON.stringify(name)}: "ship" }`;
}
