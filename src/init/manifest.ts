// A project's package.json: a new one, or one that is there and gets what it lacks.
import { UsageError, UserError } from "../model/errors.ts";
import { ownManifest } from "../system/own-manifest.ts";
import { type TemplateManifest, templateManifest } from "./template.ts";

type Entries<Value = unknown> = Readonly<Record<string, Value>>;
type Manifest = Readonly<Record<string, unknown>>;

/** What package.json is to hold, and what was done for it. */
export interface MergedManifest {
  readonly text: string;
  /** Scripts and packages that were not there. */
  readonly added: readonly string[];
  /** Scripts of the project's own that have the names of a new project's. */
  readonly keptScripts: readonly string[];
  /** How a person builds, runs, tests and checks the DAGs there, in npm's words. */
  readonly commands: readonly string[];
}

export function newManifest(name: string): MergedManifest {
  const template = withVersions(templateManifest());
  const text = `${JSON.stringify({ name, ...template }, null, 2)}\n`;
  return { text, added: [], keptScripts: [], commands: commands(template.scripts, []) };
}

/**
 * Adds the scripts and packages that are missing, and nothing else; the text keeps its indentation and line ends.
 *
 * @param file where it is, for messages
 * @param options `check`: the script of that name; `name`: the package's, when it has none
 * @throws {UserError} when it is no package.json, or has another name
 */
export function extendManifest(
  text: string,
  file: string,
  options: { readonly check?: string; readonly name?: string | undefined },
): MergedManifest {
  const manifest = read(text, file);
  const template = withVersions(templateManifest());
  const old = {
    scripts: withoutPlaceholder(entries(manifest, "scripts", file)),
    dependencies: entries(manifest, "dependencies", file),
    devDependencies: entries(manifest, "devDependencies", file),
  };
  const packages = {
    ...old.dependencies,
    ...old.devDependencies,
    ...entries(manifest, "peerDependencies", file),
  };
  const wanted: Entries<string> = {
    ...template.scripts,
    ...(options.check === undefined ? {} : { check: options.check }),
  };
  const fresh = {
    name: freshName(manifest.name, options.name, file),
    scripts: without(wanted, old.scripts),
    dependencies: without(template.dependencies, packages),
    devDependencies: without(template.devDependencies, packages),
  };
  const added = [
    ...Object.keys(fresh.name),
    ...Object.keys(fresh.scripts).map((script) => `script ${script}`),
    ...Object.keys({ ...fresh.dependencies, ...fresh.devDependencies }),
  ];
  const merged = {
    ...fresh.name,
    ...manifest,
    ...section("scripts", old.scripts, fresh.scripts),
    ...section("dependencies", old.dependencies, fresh.dependencies),
    ...section("devDependencies", old.devDependencies, fresh.devDependencies),
  };
  const scripts = { ...old.scripts, ...fresh.scripts };
  const keptScripts = Object.keys(wanted).filter((script) => scripts[script] !== wanted[script]);
  return {
    text: added.length === 0 ? text : inStyleOf(text, merged),
    added,
    keptScripts,
    commands: commands(wanted, keptScripts),
  };
}

/** What is not a script there is called by its programs' names. */
function commands(scripts: Entries<string>, kept: readonly string[]): string[] {
  return ["build", "start", "test", "check"].map((script) =>
    kept.includes(script) ? (scripts[script] ?? "").replaceAll(/^|(?<=&& )/g, "npx ") : `npm run ${script}`,
  );
}

function freshName(old: unknown, name: string | undefined, file: string): { name?: string } {
  if (name === undefined || name === old) return {};
  if (old === undefined) return { name };
  throw new UsageError(`${file} has the name ${JSON.stringify(old)} already. Leave out --name ${name}.`);
}

/** `npm init` writes a test script that says that there are no tests. */
function withoutPlaceholder(scripts: Entries): Entries {
  const { test, ...others } = scripts;
  return String(test).startsWith('echo "Error: no test specified"') ? others : scripts;
}

function read(text: string, file: string): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  } catch (cause) {
    throw new UserError(
      `${file} is not valid JSON: ${(cause as Error).message}. Mend it, and run this again.`,
    );
  }
  if (isObject(manifest)) return manifest;
  throw new UserError(`${file} is not a JSON object. Mend it, and run this again.`);
}

/** Some editors begin a file with it. */
const byteOrderMark = "\uFEFF";

function entries(manifest: Manifest, key: string, file: string): Entries {
  const value = manifest[key] ?? {};
  if (isObject(value)) return value;
  throw new UserError(
    `${file} has a ${JSON.stringify(key)} that is not an object. Mend it, and run this again.`,
  );
}

function isObject(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function section(key: string, old: Entries, fresh: Entries): Manifest {
  return Object.keys(fresh).length === 0 ? {} : { [key]: { ...old, ...fresh } };
}

function without(wanted: Entries<string>, present: Entries): Entries<string> {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !Object.hasOwn(present, name)));
}

/** As npm itself writes a package.json again: with the indentation, the line ends and the end that it had. */
function inStyleOf(text: string, manifest: Manifest): string {
  const indent = /^[\t ]+(?=")/m.exec(text)?.[0] ?? (text.includes('"') ? "" : "  ");
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const end = /\s*$/.exec(text)?.[0] ?? "";
  const start = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  return start + JSON.stringify(manifest, null, indent).replaceAll("\n", lineEnd) + end;
}

/** The versions this package itself works and is tested with. */
function withVersions(template: TemplateManifest): TemplateManifest {
  const { version, peerDependencies, devDependencies } = ownManifest();
  const versions: Readonly<Record<string, string>> = {
    ...devDependencies,
    ...peerDependencies,
    windsock: `^${version}`,
  };
  const filled = (names: object) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, versions[name] ?? ""]));
  return {
    ...template,
    dependencies: filled(template.dependencies),
    devDependencies: filled(template.devDependencies),
  };
}
