// The rooms of src/ and who may import whom; an arrow that is not drawn here is a fault.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Project, SyntaxKind } from "ts-morph";
import { describe, expect, test } from "vitest";

const source = path.resolve(import.meta.dirname, "../src");

const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  sdk: ["model"],
  hooks: ["sdk", "model"],
  runtime: ["sdk", "model"],
  testing: ["runtime", "sdk", "model"],
  compiler: ["model"],
  local: ["model"],
  cli: ["compiler", "local", "model"],
};

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => path.join(source, file));

/** Imports of our own files, dynamic and type-only ones included. */
const imports = new Map(files.map((file) => [file, ownImports(file)]));

function ownImports(file: string): string[] {
  const parsed = new Project({ useInMemoryFileSystem: true }).createSourceFile(
    "x.ts",
    readFileSync(file, "utf8"),
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
    .map((specifier) => path.resolve(path.dirname(file), specifier));
}

function room(file: string): string {
  return path.relative(source, file).split(path.sep)[0] ?? "";
}

describe("the rooms of src/", () => {
  test("are those that are drawn", () => {
    expect([...new Set(files.map(room))].sort()).toEqual(Object.keys(rooms).sort());
  });

  test("import each other one way only", () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => room(target) !== room(file) && !rooms[room(file)]?.includes(room(target)))
        .map((target) => `${path.relative(source, file)} -> ${path.relative(source, target)}`),
    );
    expect(wrong).toEqual([]);
  });

  test("have no import cycles, not even of types", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]) => {
      if (trail.includes(file)) {
        const loop = [...trail.slice(trail.indexOf(file)), file];
        cycles.push(loop.map((each) => path.relative(source, each)).join(" => "));
      } else if (!done.has(file)) {
        for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test("hold nothing called utils, helpers or common", () => {
    expect(
      files.filter((file) =>
        /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/.test(path.relative(source, file)),
      ),
    ).toEqual([]);
  });
});
