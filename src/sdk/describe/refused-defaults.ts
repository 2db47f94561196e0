// Puts the default of each param to the param's own schema, which zod does not.
import * as z from "zod";
import { shapeOfParams } from "../params.ts";
import { jsonSchema } from "./json-schema-of.ts";

/** What the schemas say of the defaults that they do not take, by the param's name. */
export function refusedDefaults(params: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(shapeOfParams(params)).flatMap(([name, schema]) => {
      const problem = refusal(schema);
      return problem === undefined ? [] : [[name, problem]];
    }),
  );
}

function refusal(schema: z.core.$ZodType): string | undefined {
  const { default: initial } = jsonSchema(schema, "input");
  if (initial === undefined) return undefined;
  try {
    const { error } = z.safeParse(schema, initial);
    return error?.issues.map(({ message }) => message).join(", ");
  } catch {
    // A check that is asynchronous, or fails by itself, is for the task to make.
    return undefined;
  }
}
