// Python, written out where nothing else will do: for arguments of Python operators.
import { expressionOf, refusals } from "./reference.ts";

/** Python that stands in a DAG file as it is written here. Made by {@link python}. */
export interface PythonValue {
  /** Only a type; nothing is ever there. */
  readonly "~python": true;
}

/**
 * An argument that only Python can make: a function, an object. It stands in the DAG file as it is written here, so
 * nothing checks it but Python, when Airflow reads the file. Only Python operators can be given one.
 *
 * @param source an expression; what `imports` names can be used in it
 * @param options.imports Python's import statements, one each, such as `from datetime import timedelta`
 * @throws TypeError when there is no source, or an import is none
 *
 * @example
 * import { python } from "windsock";
 *
 * export const delay = python("timedelta(minutes=5)", { imports: ["from datetime import timedelta"] });
 */
export function python(source: string, options: { readonly imports?: readonly string[] } = {}): PythonValue {
  const { imports = [] } = options;
  const written = source.trim();
  if (written === "") throw new TypeError('python("") has no source. Write a Python expression.');
  const stray = imports.find((each) => !isImport(each));
  if (stray !== undefined) {
    throw new TypeError(
      `python(...) has ${JSON.stringify(stray)} among its imports. ` +
        'Write one statement that imports one name, such as "from datetime import timedelta".',
    );
  }
  const expression = { kind: "python", source: written, imports } as const;
  return Object.freeze({ [expressionOf]: expression, ...refusals }) as object as PythonValue;
}

const name = "[\\p{ID_Start}_][\\p{ID_Continue}]*";
const module = `${name}(?:\\.${name})*`;
const importStatement = new RegExp(
  `^(?:from ${module} import ${name}(?: as ${name})?|import ${name}|import ${module} as ${name})$`,
  "u",
);

function isImport(statement: string): boolean {
  return importStatement.test(statement);
}
