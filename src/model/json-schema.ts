// JSON Schemas as plain data: what is known of inputs, outputs, params and assets without running code.
import * as z from "zod";

/** A JSON Schema (draft 2020-12), as zod writes it. */
export const JsonSchema = z.record(z.string(), z.json());
export type JsonSchema = z.infer<typeof JsonSchema>;
