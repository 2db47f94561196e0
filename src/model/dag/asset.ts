// Assets, Airflow's word for data that one DAG leaves for others, and the conditions a schedule is made of.
// https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/asset-scheduling.html
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { kindUnion } from "../kind-union.ts";

/** Whose events count where Airflow knows teams. */
export const AccessControl = z.object({
  producerTeams: z.array(z.string().regex(/\S/)).readonly().optional(),
  consumerTeams: z.array(z.string().regex(/\S/)).readonly().optional(),
  allowGlobal: z.boolean().optional(),
});
export type AccessControl = z.infer<typeof AccessControl>;

/** An asset, with all that Airflow knows of it. */
export interface AssetModel {
  readonly kind: "asset";
  /** As Airflow keeps it; of an asset that has a name alone, the name. Assets are told apart by it. */
  readonly uri: string;
  /** Absent where it is the URI. */
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly extra?: Readonly<Record<string, JsonValue>> | undefined;
  readonly accessControl?: AccessControl | undefined;
}

/** Which assets must have been updated. */
export type AssetCondition =
  | AssetModel
  | { readonly kind: "all"; readonly of: readonly AssetCondition[] }
  | { readonly kind: "any"; readonly of: readonly AssetCondition[] };

const fields = {
  uri: z.string(),
  name: z.string().optional(),
  group: z.string().optional(),
  extra: z.record(z.string(), z.json()).optional(),
  accessControl: AccessControl.optional(),
};

export const AssetModel: z.ZodType<AssetModel> = z.object({ kind: z.literal("asset"), ...fields });

export const AssetCondition: z.ZodType<AssetCondition> = z.lazy(() =>
  kindUnion<AssetCondition>({
    asset: fields,
    all: { of: z.array(AssetCondition) },
    any: { of: z.array(AssetCondition) },
  }),
);

/** The URIs a condition names, each once, in their order. */
export function assetsIn(condition: AssetCondition): string[] {
  switch (condition.kind) {
    case "asset":
      return [condition.uri];
    case "all":
    case "any":
      return [...new Set(condition.of.flatMap(assetsIn))];
  }
}

/** Whether a condition holds once these assets have been updated. */
export function isMet(condition: AssetCondition, updated: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "asset":
      return updated.has(condition.uri);
    case "all":
      return condition.of.every((part) => isMet(part, updated));
    case "any":
      return condition.of.some((part) => isMet(part, updated));
  }
}

/** A URI as Airflow keeps it: one that names no more than a place has the path `/`. */
export function normalizedUri(uri: string): string {
  return uri.replace(/^((?!x-)[a-z][a-z0-9+.-]*:\/\/[^/?#]+)(?=\?|$)/, "$1/");
}

/** The name that sets an asset apart from what its URI says; undefined where it has none. */
export function ownName({ name, uri }: AssetModel): string | undefined {
  return name === undefined || normalizedUri(name) === uri ? undefined : name;
}
