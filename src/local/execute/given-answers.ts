// Answers to tasks that ask people, as the command line gives them ahead.

import { jsonOrText, readAnswer } from "../../model/answer/read-answer.ts";
import type { HitlTask, TaskModel } from "../../model/dag/task-model.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { UsageError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";

export type Answers = Readonly<Record<string, JsonValue>>;

/**
 * @param given `task=answer` each: an option, several with commas between, or a form's fields as a JSON object
 * @throws {UsageError} for a task that asks nothing, and an answer that cannot be taken
 */
export function givenAnswers(dagId: string, tasks: readonly TaskModel[], given: readonly string[]): Answers {
  const asking = tasks.filter((task): task is HitlTask => task.kind === "hitl");
  const answers = given.map((text) => {
    const at = text.indexOf("=");
    const taskId = at < 0 ? text : text.slice(0, at);
    const task = asking.find((other) => other.taskId === taskId);
    if (at < 0 || !task) {
      const ids = asking.map((other) => other.taskId);
      const all = ids.length === 0 ? "None of its tasks asks." : `Those that ask: ${ids.join(", ")}.`;
      throw new UsageError(
        at < 0
          ? `--answer ${text} says no answer. Write --answer task=answer.`
          : `--answer ${text}: DAG "${dagId}" has no task ${JSON.stringify(taskId)} that asks people. ${didYouMean(taskId, ids)}${all}`,
      );
    }
    const answer = answerIn(task, text.slice(at + 1));
    const read = readAnswer(task, answer);
    if ("problem" in read) throw new UsageError(`--answer ${text} cannot be taken: ${read.problem}.`);
    return [taskId, answer] as const;
  });
  return Object.fromEntries(answers);
}

function answerIn({ asks, choices, multiple = false }: HitlTask, text: string): JsonValue {
  if (asks === "form") return jsonOrText(text);
  return choices.includes(text) || !multiple ? [text] : text.split(",");
}
