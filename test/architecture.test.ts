// The rooms of src/ and who may import whom; an arrow that is not drawn here is a fault.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Project, SyntaxKind } from "ts-morph";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** What each room of src/ may import, beside its own files. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  system: [],
  model: ["system"],
  data: [],
  sdk: ["model"],
  config: ["sdk", "model"],
  hooks: ["sdk", "model", "system"],
  // Ready-made ones, made as authors make theirs.
  callbacks: ["sdk", "model"],
  sensors: ["hooks", "sdk", "model"],
  runtime: ["sdk", "model", "system"],
  // A run in a test is a local run in one process: its schedule, its expressions, its trigger rules.
  testing: ["local", "runtime", "sdk", "model"],
  // The settings of a project.
  compiler: ["config", "model", "system"],
  // Queries of `windsock sql` reach a warehouse as tasks do.
  local: ["model", "hooks", "system"],
  // A lock and a folder of the local runner's.
  airflow: ["model", "local", "system"],
  init: ["model", "system"],
  // The plan of a DAG's runs.
  show: ["model", "local"],
  // What local runs left behind, on the look of the page of a DAG.
  runs: ["model", "local", "show", "system"],
  dev: ["compiler", "local", "show", "model", "system"],
  cli: ["init", "compiler", "local", "runs", "show", "dev", "airflow", "model", "system"],
};

const trees = ["src", "dags-ts", "docker"] as const;

const files = trees.flatMap((tree) =>
  readdirSync(path.join(root, tree), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.posix.join(tree, file.replaceAll(path.sep, "/"))),
);

/** Imports of our own files, dynamic and type-only ones included. */
const imports = new Map(files.map((file) => [file, ownImports(file)]));

function ownImports(file: string): string[] {
  const parsed = new Project({ useInMemoryFileSystem: true }).createSourceFile(
    "x.ts",
    readFileSync(path.join(root, file), "utf8"),
  );
  return parsed
    .getDescendantsOfKind(SyntaxKind.StringLiteral)
    .filter((literal) => {
      const parent = literal.getParent();
      return (
        parent.isKind(SyntaxKind.ImportDeclaration) ||
        parent.isKind(SyntaxKind.ExportDeclaration) ||
        (parent.isKind(SyntaxKind.CallExpression) && parent.getExpression().isKind(SyntaxKind.ImportKeyword))
      );
    })
    .map((literal) => literal.getLiteralValue())
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier));
}

/** The room of a file in src/. */
function room(file: string): string {
  return file.split("/")[1] ?? "";
}

/** Every way that leads back to where it began, each once for its first node. */
function cycles(graph: ReadonlyMap<string, Iterable<string>>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, trail: readonly string[]) => {
    if (trail.includes(node)) found.push([...trail.slice(trail.indexOf(node)), node].join(" => "));
    if (trail.includes(node) || done.has(node)) return;
    for (const target of graph.get(node) ?? []) visit(target, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}

/** Which folders the files of each folder import from; a folder and one inside it are two. */
function folders(): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    const folder = path.posix.dirname(file);
    const others = targets.map((target) => path.posix.dirname(target)).filter((other) => other !== folder);
    graph.set(folder, new Set([...(graph.get(folder) ?? []), ...others]));
  }
  return graph;
}

describe("the rooms of src/", () => {
  const own = files.filter((file) => file.startsWith("src/"));

  test("are those that are drawn", () => {
    expect([...new Set(own.map(room))].sort()).toEqual(Object.keys(rooms).sort());
  });

  test("import each other one way only", () => {
    const wrong = own.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((target) => room(target) !== room(file) && !rooms[room(file)]?.includes(room(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("files and folders", () => {
  test("have no import cycles, not even of types", () => {
    expect(cycles(imports)).toEqual([]);
    expect(cycles(folders())).toEqual([]);
  });

  test("hold nothing called utils, helpers or common", () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/.test(file))).toEqual([]);
  });
});
