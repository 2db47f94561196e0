// Says of a module why it would not work in a bundle: it needs files that lie beside it.
import { ts } from "ts-morph";

/** Only modules with such words are parsed. */
const suspicious = /__dirname|__filename|import\.meta\.|\.node["'`]|\bWorker\(|\bfork\(/;

/** In a few words; undefined where nothing speaks against it. */
export function hindranceIn(text: string): string | undefined {
  if (!suspicious.test(text)) return undefined;
  const source = ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    found ??= hindranceAt(node);
    if (found === undefined) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function hindranceAt(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isTemplateTail(node)) {
    return /[^.]\.node$/.test(node.text) ? "native code" : undefined;
  }
  if (ts.isNewExpression(node)) return nameOf(node.expression) === "Worker" ? "workers" : undefined;
  if (ts.isCallExpression(node)) return nameOf(node.expression) === "fork" ? "workers" : undefined;
  if (ts.isPropertyAccessExpression(node)) {
    const isPlace = ts.isMetaProperty(node.expression) && /^(?:url|dirname|filename)$/.test(node.name.text);
    return isPlace ? besideIt : undefined;
  }
  if (!ts.isIdentifier(node) || !/^__(?:dirname|filename)$/.test(node.text)) return undefined;
  const { parent } = node;
  const isReference =
    !ts.isTypeOfExpression(parent) &&
    !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
    !(ts.isPropertyAssignment(parent) && parent.name === node);
  return isReference ? besideIt : undefined;
}

const besideIt = "files beside its code";

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}
