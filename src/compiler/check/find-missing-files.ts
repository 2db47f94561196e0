// Finds code that looks for files beside itself. A task runs from a bundle, on a machine that has nothing else of the
// project: without a word now, the task would fail there.
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import { type CallExpression, type NewExpression, Node, Project, SyntaxKind } from "ts-morph";
import type { Problem } from "../../model/problem.ts";
import { isSource } from "../bundle/source-hashes.ts";
import { packageOf } from "../externals/external.ts";

/** Only files with such words are parsed. */
const suspicious = /import\.meta|__dirname|__filename|\b(?:import|require|Worker|fork)\(/;

/** Every such place in the project's own modules. */
export async function findMissingFiles(
  projectFolder: string,
  inputs: Metafile["inputs"],
): Promise<Problem[]> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const found = Object.keys(inputs)
    .filter((file) => isSource(projectFolder, file) && /\.[cm]?[jt]sx?$/.test(file))
    .sort()
    .map(async (file) => {
      const text = await readFile(path.join(projectFolder, file), "utf8");
      const native = nativeImports(file, text, inputs);
      if (!suspicious.test(text)) return native;
      const source = project.createSourceFile(file, text);
      const missing = source.getDescendants().flatMap((node) => {
        const what = sought(node);
        if (what === undefined) return [];
        const { line, column } = source.getLineAndColumnAtPos(node.getStart());
        return [{ message: what, position: { file, line, column } }];
      });
      return [...native, ...missing];
    });
  return (await Promise.all(found)).flat();
}

/** Native code of the project's own, which no bundle can hold. */
function nativeImports(file: string, text: string, inputs: Metafile["inputs"]): Problem[] {
  const native = inputs[file]?.imports.filter((each) => /\.node$/.test(each.path) && !packageOf(each.path));
  return (native ?? []).map(({ original = "" }) => {
    const before = text.slice(0, Math.max(0, text.indexOf(original) - 1)).split("\n");
    const message =
      `${JSON.stringify(original)} is native code, which no bundle can hold. Put it into a package of its own and ` +
      "install that: packages with native code are copied beside the bundles.";
    return { message, position: { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 } };
  });
}

const remedy =
  "A task runs from its bundle, on a worker that has no other file of the project. Put what the file says into a " +
  "module and import that (.sql, .txt and .md are imported as texts), or keep it where the task's connections lead.";

/** What the code looks for at this place, in a sentence; undefined where it looks for nothing. */
function sought(node: Node): string | undefined {
  if (Node.isNewExpression(node) && node.getExpression().getText() === "URL") {
    const [file, base] = node.getArguments();
    const relative = Node.isStringLiteral(file) || Node.isNoSubstitutionTemplateLiteral(file);
    if (!relative || base?.getText() !== "import.meta.url" || /^[a-z]+:/i.test(file.getLiteralText())) {
      return undefined;
    }
    return `The file ${JSON.stringify(file.getLiteralText())} is looked for beside the code. ${remedy}`;
  }
  if (Node.isNewExpression(node) || Node.isCallExpression(node)) {
    const other = soughtByCall(node);
    if (other !== undefined) return other;
  }
  const text = node.getText();
  const isFolder =
    (Node.isPropertyAccessExpression(node) && /^import\.meta\.(?:dirname|filename)$/.test(text)) ||
    (Node.isCallExpression(node) &&
      /\bdirname\(\s*(?:\w+\.)?fileURLToPath\(import\.meta\.url\)/.test(text) &&
      node.getExpression().getText().endsWith("dirname")) ||
    (node.isKind(SyntaxKind.Identifier) &&
      /^__(?:dirname|filename)$/.test(text) &&
      node.getDefinitionNodes().length === 0);
  return isFolder ? `Files are looked for beside the code. ${remedy}` : undefined;
}

/** Modules that are started or imported by a name which the build does not follow. */
function soughtByCall(node: NewExpression | CallExpression): string | undefined {
  const callee = node.getExpression();
  const [name] = node.getArguments();
  if (!name) return undefined;
  const isText = Node.isStringLiteral(name) || Node.isNoSubstitutionTemplateLiteral(name);
  const starts = Node.isNewExpression(node) ? /(?:^|\.)Worker$/ : /(?:^|\.)fork$/;
  if (starts.test(callee.getText())) {
    if (!isText || !/\.[cm]?[jt]s$/.test(name.getLiteralText())) return undefined;
    return `The module ${JSON.stringify(name.getLiteralText())} is started by its path. ${remedy}`;
  }
  const imports = callee.isKind(SyntaxKind.ImportKeyword) || isRequire(callee);
  // The bundler takes in whatever a pattern such as `./steps/${name}.ts` can lead to.
  if (!imports || isText || /^[`"']\.{1,2}\//.test(name.getText())) return undefined;
  return (
    "What is imported here is only known in a run, and so it is in no bundle. Name what there is to choose from: " +
    '`const steps = { load: () => import("./load.ts") }`, then `await steps[name]()`.'
  );
}

function isRequire(node: Node): boolean {
  return Node.isIdentifier(node) && node.getText() === "require";
}
