// What is said of an error that ends nothing.
import { UserError } from "../model/errors.ts";

/** One that people can act on is its message; any other one comes with its stack. */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
