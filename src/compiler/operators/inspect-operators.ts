// Asks a Python with Airflow what the classes of Python operators take.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { UserError } from "../../model/errors.ts";

/** What fits an annotation of Python. */
export type PythonType =
  | { readonly kind: "text" | "number" | "boolean" | "null" | "any" }
  | { readonly kind: "literal"; readonly values: readonly PlainValue[] }
  | { readonly kind: "list" | "dict"; readonly of: PythonType }
  | { readonly kind: "union"; readonly of: readonly PythonType[] }
  /** Only Python can make it. */
  | { readonly kind: "python"; readonly name: string };

/** A value that JSON has, or one as Python writes it. */
const PlainValue = z.union([z.object({ json: z.json() }), z.object({ python: z.string() })]);
export type PlainValue = z.infer<typeof PlainValue>;

const PythonType: z.ZodType<PythonType> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.enum(["text", "number", "boolean", "null", "any"]) }),
    z.object({ kind: z.literal("literal"), values: z.array(PlainValue) }),
    z.object({ kind: z.enum(["list", "dict"]), of: PythonType }),
    z.object({ kind: z.literal("union"), of: z.array(PythonType) }),
    z.object({ kind: z.literal("python"), name: z.string() }),
  ]),
);

const InspectedClass = z.object({
  doc: z.string(),
  /** What the docs say of arguments, by name. */
  docs: z.record(z.string(), z.string()),
  templateFields: z.array(z.string()),
  arguments: z.array(
    z.object({
      name: z.string(),
      isRequired: z.boolean(),
      default: PlainValue.nullable(),
      type: PythonType,
    }),
  ),
  output: PythonType,
});
export type InspectedClass = z.infer<typeof InspectedClass>;

/** Why there is no such operator. */
const NoClass = z.object({
  error: z.enum(["module", "requirement", "import", "class", "operator"]),
  message: z.string(),
  /** Other operators of the module. */
  others: z.array(z.string()).optional(),
});
export type NoClass = z.infer<typeof NoClass>;

const Answer = z.union([
  z.object({ airflow: z.null(), message: z.string() }),
  z.object({
    airflow: z.string(),
    classes: z.record(z.string(), z.union([NoClass, InspectedClass])),
    sources: z.record(z.string(), z.string().nullable()),
  }),
]);

export interface Inspected {
  /** The version of Airflow that was asked. */
  readonly airflow: string;
  readonly classes: Readonly<Record<string, InspectedClass | NoClass>>;
  /** What is wrong with expressions of Python, by their sources. */
  readonly sources: Readonly<Record<string, string | null>>;
}

/**
 * @param python an interpreter: a file, or a name on the PATH
 * @param classes names of classes, with their modules
 * @param sources expressions of Python to read; they are not evaluated
 * @throws {UserError} when there is no such interpreter, or it has no Airflow
 */
export async function inspectOperators(
  python: string,
  classes: readonly string[],
  sources: readonly string[] = [],
): Promise<Inspected> {
  const home = await mkdtemp(path.join(tmpdir(), "windsock-airflow-"));
  try {
    const stdout = await ask(python, home, JSON.stringify({ classes, sources }));
    const answer = Answer.parse(JSON.parse(stdout.slice(stdout.trimEnd().lastIndexOf("\n"))));
    if (answer.airflow !== null) return answer;
    throw new UserError(
      `${python} has no Airflow (${answer.message}). Name the Python that Airflow is installed for: --python <interpreter>`,
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function ask(python: string, home: string, request: string): Promise<string> {
  const script = fileURLToPath(new URL("../../python/inspect_operators.py", import.meta.url));
  // Airflow writes its settings there when it is imported, unless a home of its own is chosen.
  const env = { AIRFLOW_HOME: home, PYTHONDONTWRITEBYTECODE: "1", ...process.env };
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: 256 * 1024 * 1024 };
    const child = execFile(python, [script], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const reason =
        error.code === "ENOENT" ? "there is no such program" : lastLines(stderr) || error.message;
      reject(new UserError(`The Python ${JSON.stringify(python)} cannot be asked: ${reason}`));
    });
    // Where it does not start, the callback says so.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(request);
  });
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-3).join("\n");
}

/** Says why there is no such operator, and what to do. */
export function noClassText(
  className: string,
  { error, message, others = [] }: NoClass,
  remedy: string,
): string {
  switch (error) {
    case "module":
      return `${className} is not there: ${message}. ${remedy}`;
    case "requirement":
    case "import":
      return `${className} cannot be imported: ${message}.`;
    case "class":
      return `${message}. ${others.length > 0 ? `Its operators: ${others.join(", ")}.` : ""}`.trimEnd();
    case "operator":
      return `${message}.`;
  }
}
