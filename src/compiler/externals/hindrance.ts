// Says of a module why it would not work in a bundle: it needs files that lie beside it.
import { ts } from "ts-morph";
import { native, weightier } from "./external.ts";

/** Only modules with such words are parsed. */
const suspicious = /__dirname|__filename|import\.meta\.|\.node["'`]|\bWorker\(|\bfork\(/;

/** In a few words; undefined where nothing speaks against it. */
export function hindranceIn(text: string): string | undefined {
  if (!suspicious.test(text)) return undefined;
  const source = ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    found = weightier(found, hindranceAt(node, text));
    if (found !== native) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function hindranceAt(node: ts.Node, text: string): string | undefined {
  if (ts.isTemplateTail(node)) return node.text.endsWith(".node") ? native : undefined;
  if (ts.isStringLiteralLike(node)) {
    return /[^.]\.node$/.test(node.text) ? native : undefined;
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    // Much else is called so that has nothing to do with processes.
    const module = starters[`${nameOf(node.expression)}`];
    return module && text.includes(module) ? "workers" : undefined;
  }
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

/** What starts code that is in a file of its own, and the module of Node's that has it. */
const starters: Readonly<Record<string, string>> = { Worker: "worker_threads", fork: "child_process" };

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}
