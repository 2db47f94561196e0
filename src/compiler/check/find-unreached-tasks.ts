// Finds tasks in the text of modules whose DAG has none: they are in a function that nobody has called yet.
import path from "node:path";
import { Node, SyntaxKind } from "ts-morph";
import type { Position, Problem } from "../../model/problem.ts";
import { sourceProject } from "../bundle/source-project.ts";
import type { DescribedDag } from "../describe/describe-dags.ts";

export function findUnreachedTasks(projectFolder: string, dags: readonly DescribedDag[]): Problem[] {
  const project = sourceProject();
  return dags
    .filter(({ model, unwired }) => model.tasks.length === 0 && unwired.length === 0)
    .flatMap(({ file, model }) => {
      const source = project.addSourceFileAtPath(path.join(projectFolder, file));
      const calls = source
        .getDescendantsOfKind(SyntaxKind.CallExpression)
        .map((call) => call.getExpression());
      const names = calls.flatMap((callee) =>
        Node.isPropertyAccessExpression(callee) && /^(?:task|empty)$/.test(callee.getName())
          ? [callee.getNameNode()]
          : [],
      );
      return names.map((name) => {
        const position: Position = { file, ...source.getLineAndColumnAtPos(name.getStart()) };
        return { message: `DAG "${model.dagId}" has no tasks, and this one ${remedy}`, position };
      });
    });
}

const remedy =
  "is not declared while the module is evaluated. Call the function that it is in, and await that at the top level " +
  "of the module where it is asynchronous.";
