// Answers to tasks that ask people, where there is no Airflow: what somebody gave, as Airflow's operators return it.
import type { Answer } from "../dag/hitl.ts";
import type { HitlTask } from "../dag/task-model.ts";
import type { JsonValue } from "../json.ts";
import { problemOf } from "../run/json-schema-check.ts";
import { defaultParams } from "../run/named-values.ts";
import { isPlainObject } from "../to-json.ts";

type Read = { readonly answer: Answer } | { readonly problem: string };

/**
 * Reads an answer.
 *
 * @param given an option or a list of them; of a form, an object of its fields, of which those with a default may be left out;
 *   of an approval, true or false as well
 */
export function readAnswer(task: HitlTask, given: JsonValue): Read {
  return task.asks === "form" ? readForm(task, given) : readChoice(task, given);
}

/** What somebody has typed: a JSON text, or any other one as it is. */
export function jsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** What counts when nobody answers in time; undefined where nothing does. */
export function defaultAnswer(task: HitlTask): Answer | undefined {
  if (task.asks === "form") return answerOf(task.choices, defaultParams(task.fields));
  return task.defaults === undefined ? undefined : answerOf([task.defaults].flat(), {});
}

/** Whether an approval was refused. */
export function isRejected({ asks }: HitlTask, { chosen_options: [chosen] }: Answer): boolean {
  return asks === "approval" && chosen === "Reject";
}

function readChoice({ asks, choices, multiple = false }: HitlTask, given: JsonValue): Read {
  const known = `It takes ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;
  const said = asks === "approval" && typeof given === "boolean" ? (given ? "Approve" : "Reject") : given;
  const chosen = [said].flat() as readonly JsonValue[];
  const stray = chosen.find((choice) => typeof choice !== "string" || !choices.includes(choice));
  if (stray !== undefined) return { problem: `${JSON.stringify(stray)} is none of its options. ${known}` };
  if (chosen.length === 0) return { problem: `nothing is chosen. ${known}` };
  if (chosen.length > 1 && !multiple) return { problem: `only one option can be chosen. ${known}` };
  return { answer: answerOf(chosen as readonly string[], {}) };
}

function readForm({ fields, choices }: HitlTask, given: JsonValue): Read {
  const names = Object.keys(fields).join(", ");
  if (!isPlainObject(given)) return { problem: `it takes an object with the fields ${names}` };
  const values: Readonly<Record<string, JsonValue>> = { ...defaultParams(fields), ...(given as object) };
  const stray = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (stray !== undefined)
    return { problem: `it has no field ${JSON.stringify(stray)}. Its fields are ${names}` };
  for (const [name, schema] of Object.entries(fields)) {
    const problem = problemOf(schema, values[name] ?? null);
    if (problem !== undefined) return { problem: `field ${JSON.stringify(name)} is refused: ${problem}` };
  }
  return { answer: answerOf(choices, values) };
}

function answerOf(chosen: readonly string[], fields: Answer["params_input"]): Answer {
  return {
    chosen_options: chosen,
    params_input: fields,
    responded_at: new Date().toISOString(),
    responded_by_user: null,
  };
}
