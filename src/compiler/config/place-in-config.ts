// Finds where a file of settings says something.
import { Node, Project, SyntaxKind } from "ts-morph";

/**
 * The place of a field by the names that lead to it, or of the last one of them that is written out; the file's
 * beginning where there is none.
 */
export function placeIn(text: string, names: readonly string[]): { line: number; column: number } {
  if (names.length === 0) return { line: 1, column: 1 };
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const source = project.createSourceFile("config.ts", text);
  const outermost = source
    .getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
    .filter((node) => !node.getAncestors().some((parent) => Node.isObjectLiteralExpression(parent)));
  const found = outermost.map((node) => follow(node, names)).sort((a, b) => b.depth - a.depth)[0];
  return source.getLineAndColumnAtPos(found?.node.getStart() ?? 0);
}

interface Place {
  readonly node: Node;
  readonly depth: number;
}

function follow(object: Node, names: readonly string[]): Place {
  const [name, ...rest] = names;
  if (name === undefined || !Node.isObjectLiteralExpression(object)) return { node: object, depth: 0 };
  const property = object.getProperties().find((each) => nameOf(each) === name);
  if (!property) return { node: object, depth: 0 };
  const value = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  const inner = value && Node.isObjectLiteralExpression(value) ? follow(value, rest) : undefined;
  if (inner && inner.depth > 0) return { node: inner.node, depth: inner.depth + 1 };
  return { node: property, depth: 1 };
}

function nameOf(property: Node): string | undefined {
  if (!Node.isPropertyAssignment(property) && !Node.isShorthandPropertyAssignment(property)) return undefined;
  const name = property.getNameNode();
  return Node.isStringLiteral(name) ? name.getLiteralValue() : name.getText();
}
