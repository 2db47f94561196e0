// Turns what `windsock.config.ts` exports into the project's settings, or says what is wrong with it.
import path from "node:path";
import * as z from "zod";
import { TaskOptionsModel, taskOptions } from "../model/dag/task-options.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import {
  airflowReleases,
  defaultSettings,
  externalKinds,
  loaders,
  type Settings,
} from "../model/settings.ts";
import { lacked } from "../model/validate/validate-targets.ts";
import { inSeconds } from "../sdk/duration.ts";
import type { WindsockConfig } from "./index.ts";

/** What is wrong with a field: of all fields that it lies in, the last one. */
export interface ConfigIssue {
  readonly path: readonly string[];
  readonly message: string;
}

const folder = z
  .string()
  .transform((text) => path.posix.normalize(text.replaceAll("\\", "/")).replace(/\/$/, ""))
  .refine((text) => !/^(?:\.|\.\.|\/.*|[A-Za-z]:.*|\.\.\/.*|node_modules(?:\/.*)?|)$/.test(text));

const amount = z.number().nonnegative().optional();
const duration = z
  .strictObject({ days: amount, hours: amount, minutes: amount, seconds: amount })
  .transform((parts) => inSeconds(parts as Parameters<typeof inSeconds>[0]));

/** What an author writes for an option of each kind. */
const authored: Readonly<
  Record<(typeof taskOptions)[keyof typeof taskOptions]["kind"], (schema: z.ZodType) => z.ZodType>
> = {
  plain: (schema) => schema,
  duration: () => duration,
  executor_config: (schema) => schema,
  // A configuration is no part of a DAG, whose bundles hold the code of its callbacks.
  task_callbacks: () => z.never({ error: "Set callbacks in the defaults of a DAG" }),
};

/** The options of all tasks as an author writes them; they become the model's. */
const defaults = z
  .strictObject(
    Object.fromEntries(
      Object.entries(taskOptions).map(([name, { kind, schema }]) => [
        name,
        authored[kind](schema).optional(),
      ]),
    ),
  )
  .transform(withoutUndefined)
  .pipe(TaskOptionsModel);

const fields = {
  dags: folder,
  generated: folder,
  airflow: z.array(z.enum(airflowReleases)).min(1),
  external: z.record(z.string(), z.enum(externalKinds)),
  loader: z.record(z.string().regex(/^\.[^/]+$/), z.enum(loaders)),
  types: z.boolean(),
  defaults,
} satisfies Record<keyof WindsockConfig, z.ZodType>;

const Config = z.strictObject(fields).partial();

/** What each field must be, for whoever wrote something else. */
const expected: Readonly<Record<string, string>> = {
  dags: 'It must be a folder inside the project, such as "dags-ts".',
  generated: 'It must be a folder inside the project, such as "generated".',
  airflow: `It must be a list of versions of Airflow: ${quoted(airflowReleases)}.`,
  external: `It must say of each package ${quoted(externalKinds, " or ")}, such as { "better-sqlite3": "ship" }.`,
  loader: `It must say of endings such as ".html" what such a file becomes: ${quoted(loaders)}.`,
  types: "It must be true or false.",
};

/** @param files the files that say it, relative to the project's folder */
export function readConfig(
  exported: unknown,
  files: readonly string[],
): { readonly settings: Settings } | { readonly issues: readonly ConfigIssue[] } {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) {
    const message =
      exported === undefined ? "There is no default export." : "The default export is not an object.";
    return { issues: [{ path: [], message: `${message} Write \`export default defineConfig({ ... })\`.` }] };
  }
  const { data, error } = Config.safeParse(exported);
  if (error) return { issues: error.issues.flatMap((issue) => issuesOf(issue, exported)) };
  const chosen: Settings = { ...defaultSettings, ...withoutUndefined(data), files };
  const settings = {
    ...chosen,
    airflow: airflowReleases.filter((release) => chosen.airflow.includes(release)),
    loader: { ...defaultSettings.loader, ...data.loader },
  };
  const issues = [...overlap(settings), ...lackedDefaults(settings)];
  return issues.length > 0 ? { issues } : { settings };
}

function withoutUndefined(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** What is generated must not be taken for a source, nor a source for what was generated. */
function overlap({ dags, generated }: Settings): ConfigIssue[] {
  if (!`${dags}/`.startsWith(`${generated}/`) && !`${generated}/`.startsWith(`${dags}/`)) return [];
  const message =
    `The DAGs are in ${JSON.stringify(dags)}, and what is generated would go into ${JSON.stringify(generated)}. ` +
    "Give two folders that do not lie in each other.";
  return [{ path: [generated === defaultSettings.generated ? "dags" : "generated"], message }];
}

function lackedDefaults({ defaults, airflow }: Settings): ConfigIssue[] {
  return lacked(taskOptions, defaults, airflow).map(({ option, message }) => ({
    path: ["defaults", option],
    message: `All DAGs have ${message}`,
  }));
}

function issuesOf(issue: z.core.$ZodIssue, exported: object): ConfigIssue[] {
  const where = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known = knownIn(where);
    return issue.keys.map((key) => ({
      path: [...where, key],
      message: `Nobody knows ${JSON.stringify(key)}${inside(where)}. ${didYouMean(key, known)}There is: ${known.join(", ")}.`,
    }));
  }
  const [field = ""] = where;
  const value = where.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    exported,
  );
  const what = expected[field] ?? `${issue.message}.`;
  return [{ path: where, message: `${fieldName(where)} is ${written(value)}. ${what}` }];
}

function knownIn(where: readonly string[]): string[] {
  if (where.length === 0) return Object.keys(fields);
  return where.length === 1 ? Object.keys(taskOptions) : ["days", "hours", "minutes", "seconds"];
}

/** As the author would write it in code: `loader[".html"]`. */
function fieldName([field = "", ...inner]: readonly string[]): string {
  const steps = inner.map((name) => {
    if (/^\d+$/.test(name)) return `[${name}]`;
    return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  });
  return [field, ...steps].join("");
}

function inside(where: readonly string[]): string {
  return where.length === 0 ? "" : ` in ${fieldName(where)}`;
}

function written(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? "nothing");
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

function quoted(names: readonly string[], between = ", "): string {
  return names.map((name) => JSON.stringify(name)).join(between);
}
