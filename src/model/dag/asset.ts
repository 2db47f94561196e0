// Assets, Airflow's word for data that one DAG leaves for others, and the conditions a schedule is made of.
// https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/asset-scheduling.html
import * as z from "zod";
import { kindUnion } from "../kind-union.ts";

/** Which assets must have been updated, each by its URI. */
export type AssetCondition =
  | { readonly kind: "asset"; readonly uri: string }
  | { readonly kind: "all"; readonly of: readonly AssetCondition[] }
  | { readonly kind: "any"; readonly of: readonly AssetCondition[] };

export const AssetCondition: z.ZodType<AssetCondition> = z.lazy(() =>
  kindUnion<AssetCondition>({
    asset: { uri: z.string() },
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
