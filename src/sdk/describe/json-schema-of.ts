// The JSON Schema of an author's zod schema.
import * as z from "zod";
import type { JsonSchema } from "../../model/json-schema.ts";

/** What JSON Schema cannot say (a transform, a refinement) is left out: the operator's own schema still checks it. */
export function jsonSchema(schema: z.core.$ZodType | undefined, io: "input" | "output"): JsonSchema {
  if (!schema) return {};
  const options = { io, unrepresentable: "any", override: sayFlags } as const;
  const { $schema: _, "~standard": __, ...rest } = z.toJSONSchema(schema, options);
  return JSON.parse(JSON.stringify(rest));
}

/** zod passes over the flags of regular expressions; here they are said as JavaScript can say them in the pattern. */
function sayFlags({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  for (const { source, flags } of patternsOf(zodSchema)) {
    const meaningful = flags.replaceAll(/[^imsv]/g, "");
    if (meaningful === "") continue;
    for (const part of [jsonSchema, ...(jsonSchema.allOf ?? [])]) {
      if (typeof part === "object" && part.pattern === source) part.pattern = `(?${meaningful}:${source})`;
    }
  }
}

/** The regular expressions of a schema's own format and of its checks. */
function patternsOf({ _zod: { def } }: z.core.$ZodTypes): RegExp[] {
  const definitions: readonly object[] = [def, ...(def.checks ?? []).map((check) => check._zod.def)];
  return definitions.flatMap((each) =>
    "pattern" in each && each.pattern instanceof RegExp ? [each.pattern] : [],
  );
}
