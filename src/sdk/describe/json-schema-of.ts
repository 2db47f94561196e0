// The JSON Schema of an author's zod schema.
import * as z from "zod";
import type { JsonSchema } from "../../model/json-schema.ts";

/** What JSON Schema cannot say (a transform, a refinement) is left out: the operator's own schema still checks it. */
export function jsonSchema(schema: z.core.$ZodType | undefined, io: "input" | "output"): JsonSchema {
  if (!schema) return {};
  const { $schema: _, "~standard": __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return JSON.parse(JSON.stringify(rest));
}
