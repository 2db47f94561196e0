// Finds functions of tasks that count on what only the DAG module has while it is described, or on another task's
// memory: each task is a process of its own.
import path from "node:path";
import { Node, type SourceFile, SyntaxKind } from "ts-morph";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Problem } from "../../model/problem.ts";
import { sourceProject } from "../bundle/source-project.ts";
import { isFunction, methodOf, taskCall } from "../bundle/task-call.ts";
import type { DescribedDag } from "../describe/describe-dags.ts";

/** A function that is written where its task is declared. */
interface Handler {
  readonly taskId: string;
  readonly code: Node;
}

/** What of "windsock" stands for a value that only a run has, and where a task's code finds that. */
const expressions: Readonly<Record<string, string>> = {
  variable: "input",
  connection: "input, or connections of an operator",
  t: "input",
  jinja: "input",
  triggering_asset_events: "input",
  inlet_events: "input",
  priorOutput: "input",
  ds: "context.dates.ds",
  ds_nodash: "context.dates.ds_nodash",
  ts: "context.dates.ts",
  ts_nodash: "context.dates.ts_nodash",
  ts_nodash_with_tz: "context.dates.ts_nodash_with_tz",
  logical_date: "context.logicalDate",
  data_interval_start: "context.dataIntervalStart",
  data_interval_end: "context.dataIntervalEnd",
  run_id: "context.runId",
};

const mutations = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear)$/;

export function checkHandlers(projectFolder: string, dags: readonly DescribedDag[]): Problem[] {
  const project = sourceProject();
  const files = dags.filter(({ model }) => model.tasks.some((task) => isInline(task)));
  return files.flatMap(({ file }) => {
    const source = project.addSourceFileAtPath(path.join(projectFolder, file));
    const handlers = handlersOf(source);
    const found = [...captured(source, handlers), ...shared(source, handlers)];
    return found.map(({ node, message }) => ({
      message,
      position: { file, ...source.getLineAndColumnAtPos(node.getStart()) },
    }));
  });
}

/** Whether its code may be written where it is declared. */
function isInline(task: TaskModel): boolean {
  return (task.kind === "node" || task.kind === "sensor") && /^@task(?:\.sensor)?$/.test(task.operatorName);
}

interface Found {
  readonly node: Node;
  readonly message: string;
}

function handlersOf(source: SourceFile): Handler[] {
  return source.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    const { id, code } = taskCall(call) ?? {};
    if (!Node.isStringLiteral(id) || !code) return [];
    const written = Node.isIdentifier(code) ? source.getFunction(code.getText()) : code;
    return written && isFunction(written) ? [{ taskId: id.getLiteralValue(), code: written }] : [];
  });
}

/** Outputs of tasks and run-time expressions that a handler takes from the module instead of its input. */
function captured(source: SourceFile, handlers: readonly Handler[]): Found[] {
  const tasks = taskConstants(source);
  const imported = source
    .getImportDeclarations()
    .filter((declaration) => declaration.getModuleSpecifierValue() === "windsock")
    .flatMap((declaration) => declaration.getNamedImports());
  const names = new Map(
    imported.map((item) => [(item.getAliasNode() ?? item.getNameNode()).getText(), item.getName()]),
  );
  return handlers.flatMap(({ taskId, code }) =>
    outerNames(code).flatMap((node): Found[] => {
      const name = node.getText();
      const task = tasks.get(name);
      if (task !== undefined && !/^\s*\.taskId\b/.test(textAfter(node))) {
        const message =
          `The code of task "${taskId}" uses task "${task}", whose output it cannot see from here. ` +
          `Pass it as input, such as ({ value: ${name}.output }), and read input.value.`;
        return [{ node, message }];
      }
      const expression = names.get(name);
      const home = expression === undefined ? undefined : expressions[expression];
      if (home === undefined) return [];
      const message = `The code of task "${taskId}" uses ${name}, which stands for a value and is none: Airflow fills it in where it is passed as input. Here, read ${home}.`;
      return [{ node, message }];
    }),
  );
}

/** Variables of the module that one task changes and another one, or the DAG, reads. */
function shared(source: SourceFile, handlers: readonly Handler[]): Found[] {
  const variables = new Set(
    source.getVariableStatements().flatMap((each) => each.getDeclarations().map((one) => one.getName())),
  );
  const uses = handlers.map((handler) => ({
    ...handler,
    names: outerNames(handler.code).filter((node) => variables.has(node.getText())),
  }));
  return uses.flatMap(({ taskId, code, names }) =>
    names.filter(isChanged).flatMap((node): Found[] => {
      const name = node.getText();
      const reader = uses.find(
        (other) => other.code !== code && other.names.some((each) => each.getText() === name),
      );
      if (!reader) return [];
      const message =
        `Task "${taskId}" changes ${name}, which task "${reader.taskId}" uses. Each task is a process of its own ` +
        "and never sees what another one has changed. Return the value, and pass the task's output as input.";
      return [{ node, message }];
    }),
  );
}

/** The ids of tasks by the constants of the module that they are kept in. */
function taskConstants(source: SourceFile): Map<string, string> {
  const declarations = source.getVariableStatements().flatMap((statement) => statement.getDeclarations());
  return new Map(
    declarations.flatMap((declaration) => {
      const made = declaration.getInitializer();
      if (!Node.isCallExpression(made)) return [];
      const callee = made.getExpression();
      const call = Node.isCallExpression(callee) ? callee : made;
      const [id] = call.getArguments();
      const task = taskCall(call);
      const isTask =
        /^(?:empty|latestOnly)$/.test(methodOf(call) ?? "") || (task && (task.isMade || call !== made));
      return isTask && Node.isStringLiteral(id) ? [[declaration.getName(), id.getLiteralValue()]] : [];
    }),
  );
}

/** Names in a function that it has not declared itself, types left out. */
function outerNames(code: Node): Node[] {
  const names = code.getDescendantsOfKind(SyntaxKind.Identifier);
  const declared = new Set(
    names.filter((name) => isDeclaration(name.getParent(), name)).map((name) => name.getText()),
  );
  return names.filter((name) => {
    const parent = name.getParent();
    const isProperty =
      (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === name) ||
      (Node.isPropertyAssignment(parent) && parent.getNameNode() === name);
    const isType = name.getFirstAncestor((each) => each === code || Node.isTypeNode(each)) !== code;
    return !declared.has(name.getText()) && !isProperty && !isType;
  });
}

function isDeclaration(parent: Node | undefined, name: Node): boolean {
  return (
    (Node.isVariableDeclaration(parent) ||
      Node.isParameterDeclaration(parent) ||
      Node.isBindingElement(parent) ||
      Node.isFunctionDeclaration(parent)) &&
    parent.getNameNode() === name
  );
}

/** Whether the variable, or what is in it, is changed at this place. */
function isChanged(name: Node): boolean {
  let node = name;
  for (let parent = node.getParent(); parent; parent = node.getParent()) {
    const isInner =
      (Node.isPropertyAccessExpression(parent) || Node.isElementAccessExpression(parent)) &&
      parent.getExpression() === node;
    if (!isInner) break;
    const call = parent.getParent();
    const isMutation =
      Node.isPropertyAccessExpression(parent) &&
      mutations.test(parent.getName()) &&
      Node.isCallExpression(call) &&
      call.getExpression() === parent;
    if (isMutation) return true;
    node = parent;
  }
  const user = node.getParent();
  if (Node.isBinaryExpression(user)) {
    return (
      user.getLeft() === node && /^(?:[^=!<>]*)=$|^(?:<<|>>|>>>)=$/.test(user.getOperatorToken().getText())
    );
  }
  if (Node.isPrefixUnaryExpression(user) || Node.isPostfixUnaryExpression(user)) {
    return /\+\+|--/.test(user.getText());
  }
  return Node.isDeleteExpression(user);
}

function textAfter(node: Node): string {
  return node
    .getSourceFile()
    .getFullText()
    .slice(node.getEnd(), node.getEnd() + 40);
}
