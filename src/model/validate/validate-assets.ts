// Finds what is wrong with the assets a DAG names, before Airflow would, or would pass over in silence.
import { type AssetAliasModel, type AssetModel, assetsIn, keyOf, type WatcherModel } from "../dag/asset.ts";
import { accessControlSchema } from "../dag/asset-schema.ts";
import type { DagDescription } from "../dag/dag-description.ts";
import { assetTrigger } from "../dag/schedule.ts";
import { expressionsOf, type TaskModel } from "../dag/task-model.ts";
import { readsOf } from "../expression/reads-of.ts";
import type { Problem } from "../problem.ts";

/** Every problem of the DAG's assets, each at the place it was declared. */
export function checkAssets({ model, assets }: DagDescription): Problem[] {
  const { schedule, position, tasks } = model;
  const trigger = assetTrigger(schedule);
  const scheduled = trigger ? assetsIn(trigger) : [];
  const empty = trigger !== undefined && scheduled.length === 0;
  return [
    ...assets.flatMap(({ asset, uri, position: declared }) =>
      (asset.kind === "alias" ? aliasProblems(asset) : assetProblems(asset, uri)).map((message) => ({
        message,
        position: declared,
      })),
    ),
    ...(empty ? [{ message: "The DAG is scheduled on assets, and names none.", position }] : []),
    ...tasks.flatMap((task) => [...checkEvents(task, scheduled), ...checkInletEvents(task)]),
  ];
}

function aliasProblems({ name }: AssetAliasModel): string[] {
  if (name.trim() === "") return ["The name of an asset alias is empty."];
  if (name.length > 1500) {
    return [`The name of an asset alias has ${name.length} characters, and Airflow allows 1500.`];
  }
  return [];
}

/** @param written its URI, as its author wrote it */
function assetProblems(asset: AssetModel, written: string | null): string[] {
  return [
    ...(written === null ? [] : uriProblems(written)),
    ...nameProblems(asset, written),
    ...detailProblems(asset),
  ];
}

/** The rules of airflow.sdk.Asset; and what it would change in a URI without a word. */
function uriProblems(uri: string): string[] {
  const wrong = (rule: string) => [`Asset ${JSON.stringify(uri)} ${rule}`];
  if (uri.length > 1500) return [`An asset's URI has ${uri.length} characters, and Airflow allows 1500.`];
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?[^#]*)?(#.*)?$/.exec(uri);
  if (!match || !/^[\x21-\x7e]+$/.test(uri)) {
    return wrong(
      "is not a URI of visible ASCII characters. Write scheme://place/path, percent-encoded, such as s3://bucket/key.",
    );
  }
  const [, scheme = "", authority = "", path = "", fragment] = match;
  if (scheme.toLowerCase() === "airflow") return wrong('has the scheme "airflow", which Airflow reserves.');
  // Not quoted: it may hold a password.
  if (authority.includes("@")) {
    return ["An asset's URI holds a login. It is shown to everybody; name the place without the login."];
  }
  if (scheme !== scheme.toLowerCase()) return wrong("has a scheme in capitals, which Airflow would change.");
  if (fragment !== undefined) return wrong("has a fragment (#...), which Airflow drops.");
  if (path.endsWith("/") && path !== "/") return wrong("ends in a slash, which Airflow drops. Drop it here.");
  return [];
}

/** Of names that an author has given, and of those that Airflow 3 would not take. */
function nameProblems({ uri, name = uri }: AssetModel, written: string | null): string[] {
  if (name === written) return [];
  const wrong = (rule: string) => [`The name of asset ${JSON.stringify(uri)} ${rule}`];
  if (name.trim() === "") return ["An asset's name is empty."];
  if (name.length > 1500) return [`An asset's name has ${name.length} characters, and Airflow allows 1500.`];
  if (name === "self" || name === "context")
    return wrong("is one that Airflow reserves. Give it another one.");
  if (written === null && /^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/\/)/.test(name)) {
    return wrong("would be read as its URI, for it has no other. Give it a uri as well.");
  }
  return [];
}

function detailProblems({ uri, group, accessControl, watchers = [] }: AssetModel): string[] {
  const access = accessControl && accessControlSchema.strict().safeParse(accessControl).error?.issues[0];
  return [
    ...(group !== undefined && (group.trim() === "" || group.length > 1500)
      ? [`The group of asset ${JSON.stringify(uri)} has no text, or more than 1500 characters.`]
      : []),
    ...(access
      ? [
          `Asset ${JSON.stringify(uri)} has an accessControl that is none: ${access.message}. Write ` +
            '{ producerTeams: ["a-team"], consumerTeams: ["another-team"], allowGlobal: false }, or less.',
        ]
      : []),
    ...watcherProblems(watchers).map((problem) => `Asset ${JSON.stringify(uri)} has a watcher ${problem}`),
  ];
}

function watcherProblems(watchers: readonly WatcherModel[]): string[] {
  return watchers.flatMap(({ name, className, args }, index) => {
    const named = JSON.stringify(name);
    const strange = Object.keys(args).find((argument) => !/^[A-Za-z_]\w*$/.test(argument));
    return [
      ...(name.trim() === "" ? ["without a name."] : []),
      ...(watchers.findIndex((other) => other.name === name) < index
        ? [`${named} twice. Give one of them another name.`]
        : []),
      ...(/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(className)
        ? []
        : [
            `${named} with the class ${JSON.stringify(className)}. Write its module as well, such as ` +
              "airflow.providers.standard.triggers.file.FileDeleteTrigger.",
          ]),
      ...(strange === undefined
        ? []
        : [`${named} with an argument ${JSON.stringify(strange)}, no Python name.`]),
    ];
  });
}

/** Airflow gives a task the events of its inlets alone. */
function checkInletEvents(task: TaskModel): Problem[] {
  const { taskId, position, inlets } = task;
  return readsOf(expressionsOf(task))
    .inlets.filter((uri) => !inlets.some((inlet) => keyOf(inlet) === uri))
    .map((uri) => ({
      message:
        `Task "${taskId}" reads the events of asset ${JSON.stringify(uri)}, which is none of its inlets. Add it to ` +
        "the task's options: { inlets: [...] }.",
      position,
    }));
}

function checkEvents(task: TaskModel, scheduled: readonly string[]): Problem[] {
  const { taskId, position } = task;
  const known =
    scheduled.length === 0 ? "It is scheduled on no asset" : `It is scheduled on ${scheduled.join(", ")}`;
  return readsOf(expressionsOf(task))
    .assets.filter((uri) => !scheduled.includes(uri))
    .map((uri) => ({
      message:
        `Task "${taskId}" uses the events of asset ${JSON.stringify(uri)}, which never trigger this DAG. ` +
        `${known}: add the asset to the DAG's schedule.`,
      position,
    }));
}
