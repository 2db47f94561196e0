// Moves problems to the very property that they are about: a stack only knows the declaration.
import { existsSync } from "node:fs";
import path from "node:path";
import { type Expression, Node, SyntaxKind, VariableDeclarationKind } from "ts-morph";
import type { Part, Position, Problem } from "../../model/problem.ts";
import { sourceProject } from "../bundle/source-project.ts";

/** The problems, each at the property that its part says, as far as the source has that written out. */
export function placeParts(projectFolder: string, problems: readonly Problem[]): Problem[] {
  const project = sourceProject();
  return problems.map((problem) => {
    const { part, position } = problem;
    if (!part || !position) return problem;
    const file = path.join(projectFolder, position.file);
    if (!existsSync(file)) return problem;
    const source = project.addSourceFileAtPath(file);
    const line = source.compilerNode.getLineStarts()[position.line - 1];
    const node = line === undefined ? undefined : source.getDescendantAtPos(line + position.column - 1);
    const found = node && propertyIn(argumentsOf(node, part.of), part.path);
    return found ? { ...problem, position: placeOf(found, position.file), declaration: position } : problem;
  });
}

/** What may hold the part, of the call that a node is the name of. */
function argumentsOf(node: Node, of: Part["of"]): Node[] {
  const call = node.getFirstAncestor((each) => Node.isCallExpression(each) || Node.isNewExpression(each));
  if (!call) return [];
  switch (of) {
    case "options":
      return (call as Expression & { getArguments(): Node[] }).getArguments().slice(1);
    case "input": {
      // dag.task(...)(input), which may also be called where its name is
      const outer = call.getParentIfKind(SyntaxKind.CallExpression);
      return outer?.getExpression() === call ? outer.getArguments().slice(0, 1) : [];
    }
  }
}

/** The name of the property that the path leads to, or of the last one on the way that is written out. */
function propertyIn(nodes: readonly Node[], [name, ...rest]: readonly string[]): Node | undefined {
  if (name === undefined) return undefined;
  for (const node of nodes) {
    const value = writtenValue(node);
    if (Node.isArrayLiteralExpression(value)) {
      const item = value.getElements()[Number(name)];
      if (item) return propertyIn([item], rest) ?? item;
    }
    if (!Node.isObjectLiteralExpression(value)) continue;
    const property = value.getProperty((each) => Node.hasName(each) && nameOf(each) === name);
    if (!property) continue;
    const inner = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
    return (inner && propertyIn([inner], rest)) ?? property;
  }
  return undefined;
}

function nameOf(property: { getName(): string }): string {
  return property.getName().replace(/^(["'])(.*)\1$/, "$2");
}

/** What is written, behind assertions of its type and the name of a constant of the file. */
function writtenValue(node: Node): Node | undefined {
  if (
    Node.isAsExpression(node) ||
    Node.isSatisfiesExpression(node) ||
    Node.isParenthesizedExpression(node) ||
    Node.isTypeAssertion(node)
  ) {
    return writtenValue(node.getExpression());
  }
  if (!Node.isIdentifier(node)) return node;
  const declaration = node.getSourceFile().getVariableDeclaration(node.getText());
  const statement = declaration?.getVariableStatement();
  const initializer = declaration?.getInitializer();
  const isConstant = statement?.getDeclarationKind() === VariableDeclarationKind.Const;
  return isConstant && initializer && !Node.isIdentifier(initializer) ? writtenValue(initializer) : undefined;
}

function placeOf(node: Node, file: string): Position {
  const { line, column } = node.getSourceFile().getLineAndColumnAtPos(node.getStart());
  return { file, line, column };
}
