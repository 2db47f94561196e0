// Reads what only the source text says: doc comments, and which module holds a task's code. The one place that
// knows ts-morph, beside check/; it parses single files and never builds a program, which would cost seconds.
import path from "node:path";
import type { Metafile } from "esbuild";
import { Node, type SourceFile, SyntaxKind, VariableDeclarationKind } from "ts-morph";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { Position } from "../../model/problem.ts";
import { sourceProject } from "./source-project.ts";
import { taskCall } from "./task-call.ts";

/** An exported constant or function. */
export interface ExportedCode {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly exportName: string;
}

export interface TaskSource {
  readonly doc: string | undefined;
  /** The smallest module with the task's code; undefined when only the DAG module has it. */
  readonly code: ExportedCode | undefined;
}

/** Reads the sources of one build. */
export class SourceReader {
  readonly #projectFolder: string;
  readonly #inputs: Metafile["inputs"];
  readonly #project = sourceProject();

  /** @param inputs what esbuild read; it knows which file each import leads to */
  constructor(projectFolder: string, inputs: Metafile["inputs"]) {
    this.#projectFolder = projectFolder;
    this.#inputs = inputs;
  }

  /** The doc comment of the statement that makes the DAG. */
  dagDoc({ position }: DagModel): string | undefined {
    return docOf(this.#nodeAt(position));
  }

  /** What the source says of the task declared at `position`. */
  task(position: Position): TaskSource {
    const call = this.#nodeAt(position)?.getFirstAncestorByKind(SyntaxKind.CallExpression);
    const code = call && taskCall(call)?.code;
    const found = Node.isIdentifier(code) ? this.#definitionOf(code.getText(), position.file) : undefined;
    return { doc: docOf(call) ?? docOf(found?.node), code: found?.exported };
  }

  /** The exported constant that is what the function called at `position` returns. */
  exportAt(position: Position): ExportedCode | undefined {
    const call = this.#nodeAt(position)?.getParentIfKind(SyntaxKind.CallExpression);
    const declaration = call?.getParentIfKind(SyntaxKind.VariableDeclaration);
    if (!declaration || !isExported(declaration)) return undefined;
    return { file: position.file, exportName: declaration.getName() };
  }

  #nodeAt({ file, line, column }: Position): Node | undefined {
    const source = this.#source(file);
    const lines = source.getFullText().split("\n");
    if (line > lines.length) return undefined;
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    return source.getDescendantAtPos(start + column - 1);
  }

  #definitionOf(name: string, file: string): Definition | undefined {
    const source = this.#source(file);
    const imported = importOf(source, name);
    if (!imported) {
      const node = declarationOf(source, name);
      return node && { node, exported: undefined };
    }
    const target = this.#resolve(file, imported.specifier);
    return target === undefined ? undefined : this.#exportOf(target, imported.name);
  }

  /** The constant or function that `file` exports as `name`, followed through re-exports. */
  #exportOf(file: string, name: string): Definition | undefined {
    const source = this.#source(file);
    for (const declaration of source.getExportDeclarations()) {
      const named = declaration
        .getNamedExports()
        .find((item) => (item.getAliasNode() ?? item.getNameNode()).getText() === name);
      const specifier = declaration.getModuleSpecifierValue();
      if (!named || specifier === undefined) continue;
      const target = this.#resolve(file, specifier);
      return target === undefined ? undefined : this.#exportOf(target, named.getName());
    }
    const node = declarationOf(source, name);
    if (!node || !isExported(node)) return undefined;
    return { node, exported: { file, exportName: name } };
  }

  #resolve(file: string, specifier: string): string | undefined {
    const target = this.#inputs[file]?.imports.find(({ original }) => original === specifier)?.path;
    return target === undefined || target.includes("node_modules/") ? undefined : target;
  }

  #source(file: string): SourceFile {
    return this.#project.addSourceFileAtPath(path.join(this.#projectFolder, file));
  }
}

interface Definition {
  readonly node: Node;
  readonly exported: ExportedCode | undefined;
}

function importOf(source: SourceFile, name: string): { specifier: string; name: string } | undefined {
  for (const declaration of source.getImportDeclarations()) {
    const named = declaration
      .getNamedImports()
      .find((item) => (item.getAliasNode() ?? item.getNameNode()).getText() === name);
    if (named) return { specifier: declaration.getModuleSpecifierValue(), name: named.getName() };
  }
  return undefined;
}

function declarationOf(source: SourceFile, name: string): Node | undefined {
  const variable = source.getVariableStatements().flatMap((statement) => statement.getDeclarations());
  return variable.find((declaration) => declaration.getName() === name) ?? source.getFunction(name);
}

/** Only what cannot be assigned anew is sure to be what the DAG module saw. */
function isExported(node: Node): boolean {
  if (Node.isFunctionDeclaration(node)) return node.isExported();
  const statement = node.getFirstAncestorByKind(SyntaxKind.VariableStatement);
  return statement?.isExported() === true && statement.getDeclarationKind() === VariableDeclarationKind.Const;
}

/** The text of the doc comment nearest above a node, of the statement it stands in. */
function docOf(node: Node | undefined): string | undefined {
  const statement = node && (Node.isStatement(node) ? node : node.getFirstAncestor(Node.isStatement));
  if (!statement || !Node.isJSDocable(statement)) return undefined;
  // A NUL character, which Airflow could not store, is nothing that an editor shows.
  return statement.getJsDocs().at(-1)?.getDescription().replaceAll("\0", "").trim() || undefined;
}
