// Bundles the DAG modules, so that they can be evaluated to learn what DAGs they make.
import path from "node:path";
import { build, type Metafile } from "esbuild";
import type { Problem } from "../../model/problem.ts";
import type { Project } from "../../model/project.ts";
import { bundlerOptions, bundlerProblems, entryPlugin } from "../bundle/bundler.ts";
import type { Externals } from "../externals/external.ts";
import { externalPlugin } from "../externals/external-plugin.ts";
import { chosenExternals, findExternals } from "../externals/find-externals.ts";

/** A DAG module, ready to be evaluated. */
export interface BundledDagModule {
  /** The module, relative to the project's folder. */
  readonly file: string;
  /** The bundle, absolute. Its export `describe` says what the module makes. */
  readonly bundle: string;
}

export interface BundledDagModules {
  readonly modules: readonly BundledDagModule[];
  readonly problems: readonly Problem[];
  /** What esbuild read to make the bundles. */
  readonly inputs: Metafile["inputs"];
  /** The packages that stay out of them. */
  readonly externals: Externals;
}

/** Bundles all modules at once; when one does not bundle, each half by itself, until the others are seen. */
export async function bundleDagModules(
  project: Project,
  files: readonly string[],
  outputFolder: string,
): Promise<BundledDagModules> {
  try {
    return await bundleTogether(project, files, outputFolder);
  } catch (error) {
    const problems = bundlerProblems(error);
    if (files.length === 1) return { modules: [], problems, inputs: {}, externals: new Map() };
    const middle = Math.ceil(files.length / 2);
    const halves = [files.slice(0, middle), files.slice(middle)];
    const parts = await Promise.all(
      halves.map((half, index) => bundleDagModules(project, half, path.join(outputFolder, String(index)))),
    );
    return {
      modules: parts.flatMap((part) => part.modules),
      problems: unique(parts.flatMap((part) => part.problems)),
      inputs: Object.assign({}, ...parts.map((part) => part.inputs)),
      externals: new Map(parts.flatMap((part) => [...part.externals])),
    };
  }
}

async function bundleTogether(
  project: Project,
  files: readonly string[],
  outputFolder: string,
): Promise<BundledDagModules> {
  const modules = files.map((file, index) => {
    const name = `module-${index}`;
    return { file, entry: `windsock:${name}`, name, bundle: path.join(outputFolder, `${name}.mjs`) };
  });
  const entries = new Map(modules.map(({ entry, file }) => [entry, describeEntry(file)]));
  const options = {
    ...bundlerOptions(project),
    entryPoints: modules.map(({ entry, name }) => ({ in: entry, out: name })),
    outdir: outputFolder,
    splitting: true,
  };
  const plugin = entryPlugin(project, entries);
  const external = [...options.external, ...Object.keys(project.settings.external)];
  const { metafile } = await build({ ...options, external, plugins: [plugin] });
  const externals = new Map([
    ...(await findExternals(project, metafile)),
    ...chosenExternals(project, metafile.inputs),
  ]);
  // Once more, without what it shows to be impossible in a bundle.
  if (externals.size > 0) await build({ ...options, plugins: [externalPlugin(externals), plugin] });
  return { modules, problems: [], inputs: metafile.inputs, externals };
}

function describeEntry(file: string): string {
  return [
    `import * as dagModule from ${JSON.stringify(`./${file}`)};`,
    'import { describeModule } from "windsock:sdk/describe/describe-module";',
    "export const describe = (evaluated) => describeModule({ ...evaluated, exports: dagModule });",
  ].join("\n");
}

/** A fault in a shared module is found once for each DAG module that imports it. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
