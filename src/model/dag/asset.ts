// Assets, Airflow's word for data that one DAG leaves for others, and the conditions a schedule is made of.
// https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/asset-scheduling.html
import * as z from "zod";

/** Which assets must have been updated, each by its URI. */
export type AssetCondition =
  | { readonly kind: "asset"; readonly uri: string }
  | { readonly kind: "all" | "any"; readonly of: readonly AssetCondition[] };

export const AssetCondition: z.ZodType<AssetCondition> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("asset"), uri: z.string() }),
    z.object({ kind: z.enum(["all", "any"]), of: z.array(AssetCondition) }),
  ]),
);

/** The URIs a condition names, each once, in their order. */
export function assetsIn(condition: AssetCondition): string[] {
  if (condition.kind === "asset") return [condition.uri];
  return [...new Set(condition.of.flatMap(assetsIn))];
}

/** Whether a condition holds once these assets have been updated. */
export function isMet(condition: AssetCondition, updated: ReadonlySet<string>): boolean {
  if (condition.kind === "asset") return updated.has(condition.uri);
  return condition.kind === "all"
    ? condition.of.every((part) => isMet(part, updated))
    : condition.of.some((part) => isMet(part, updated));
}
