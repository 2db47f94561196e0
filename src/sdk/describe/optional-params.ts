// Params that may be left out and have no value then: none of Airflow's are so.
import { shapeOfParams } from "../params.ts";
import { jsonSchema } from "./json-schema-of.ts";
import type { Misuse } from "./misuse.ts";

/** In words that follow "The DAG". */
export function optionalParams(params: unknown): Misuse[] {
  return Object.entries(shapeOfParams(params))
    .filter(
      ([, schema]) => schema._zod.optin === "optional" && jsonSchema(schema, "input").default === undefined,
    )
    .map(([name]) => ({
      path: ["params", name],
      problem:
        `has the param ${JSON.stringify(name)}, which is optional. Airflow has no such params: give it a default, such as ` +
        ".nullable().default(null), or let it be required.",
    }));
}
