// Finds code that looks for files beside itself. A task runs from a bundle, on a machine that has nothing else of the
// project: without a word now, the task would fail there.
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import { Node, Project, SyntaxKind } from "ts-morph";
import type { Problem } from "../../model/problem.ts";
import { isSource } from "../bundle/source-hashes.ts";

/** Only files with such words are parsed. */
const suspicious = /import\.meta|__dirname|__filename/;

/** Every such place in the project's own modules. */
export async function findMissingFiles(
  projectFolder: string,
  inputs: Metafile["inputs"],
): Promise<Problem[]> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const found = Object.keys(inputs)
    .filter((file) => isSource(projectFolder, file))
    .sort()
    .map(async (file) => {
      const text = await readFile(path.join(projectFolder, file), "utf8");
      if (!suspicious.test(text)) return [];
      const source = project.createSourceFile(file, text);
      return source.getDescendants().flatMap((node) => {
        const what = sought(node);
        if (what === undefined) return [];
        const { line, column } = source.getLineAndColumnAtPos(node.getStart());
        return [{ message: `${what} ${remedy}`, position: { file, line, column } }];
      });
    });
  return (await Promise.all(found)).flat();
}

const remedy =
  "A task runs from its bundle, on a worker that has no other file of the project. Put what the file says into a " +
  "TypeScript module and import that, or keep it where the task's connections lead.";

/** What the code looks for at this place, in a sentence; undefined where it looks for nothing. */
function sought(node: Node): string | undefined {
  if (Node.isNewExpression(node) && node.getExpression().getText() === "URL") {
    const [file, base] = node.getArguments();
    const relative = Node.isStringLiteral(file) || Node.isNoSubstitutionTemplateLiteral(file);
    if (!relative || base?.getText() !== "import.meta.url" || /^[a-z]+:/i.test(file.getLiteralText())) {
      return undefined;
    }
    return `The file ${JSON.stringify(file.getLiteralText())} is looked for beside the code.`;
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
  return isFolder ? "Files are looked for beside the code." : undefined;
}
