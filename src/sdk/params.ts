// The params of a DAG as authors write them: a zod object.
import type * as z from "zod";

/** Duck-typed: it may be of another copy of zod. */
export function isParams(value: unknown): value is z.core.$ZodObject {
  return typeof (value as z.core.$ZodObject | undefined)?._zod?.def?.shape === "object";
}

/** The schemas by the params' names; none where there are no params, or what is said to be them is none. */
export function shapeOfParams(params: unknown): Readonly<Record<string, z.core.$ZodType>> {
  return isParams(params) ? params._zod.def.shape : {};
}
