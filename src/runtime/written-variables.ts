// Keeps what a task does to Variables, until it has succeeded.
import { prettifyError, safeParse } from "zod/v4/core";
import { toJson } from "../model/to-json.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import { type Variables, variableDefinition } from "../sdk/variables.ts";

/** Texts of Variables by key; null where one is deleted. */
export type WrittenVariables = Record<string, string | null>;

/** What the task is given, and what it has done with it. */
export function collectVariables(): { readonly variables: Variables; readonly written: WrittenVariables } {
  const written: WrittenVariables = {};
  // The last word on a key counts, and comes last.
  const write = (key: string, text: string | null) => {
    delete written[key];
    written[key] = text;
  };
  return {
    written,
    variables: {
      set(variable, value) {
        const { key, schema, isText } = variableDefinition(variable as never);
        const result = safeParse(schema, value);
        if (!result.success) {
          throw new AirflowFailException(
            `What is to be Variable "${key}" does not fit its schema:\n${prettifyError(result.error)}`,
          );
        }
        write(key, isText ? String(result.data) : JSON.stringify(toJson(result.data, `variable "${key}"`)));
      },
      delete: (variable) => write(variableDefinition(variable as never).key, null),
    },
  };
}
