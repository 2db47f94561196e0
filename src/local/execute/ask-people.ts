// A task that asks people, without Airflow's pages: the answer that was given ahead, the one from the terminal, or the default.
import { setTimeout as delay } from "node:timers/promises";
import { defaultAnswer, isRejected, jsonOrText, readAnswer } from "../../model/answer/read-answer.ts";
import type { Answer } from "../../model/dag/hitl.ts";
import type { HitlTask } from "../../model/dag/task-model.ts";
import type { JsonValue } from "../../model/json.ts";
import { plainError } from "../../model/run/task-error.ts";
import { timerMs } from "../schedule/timer.ts";
import type { TryResult } from "../schedule/try-result.ts";

/** Shows a text, and reads a line. */
type Ask = (text: string) => Promise<string>;

/** Lets somebody be asked, one conversation at a time. Rejected when the signal is aborted. */
export type Prompt = <T>(signal: AbortSignal, conversation: (ask: Ask) => Promise<T>) => Promise<T>;

export interface Asking {
  readonly task: HitlTask;
  readonly subject: string;
  readonly body: string | undefined;
  /** What was given ahead. */
  readonly given: JsonValue | undefined;
  /** Absent where nobody can be asked. */
  readonly prompt: Prompt | undefined;
  /** Seconds that the task waits; null means for ever. */
  readonly timeout: number | null;
  /** Takes a line for the task's log. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

export async function askPeople(asking: Asking): Promise<TryResult> {
  const { task, subject, body, given, prompt, say, signal } = asking;
  for (const line of [subject, ...(body === undefined ? [] : [body])]) say(line);
  if (given !== undefined) {
    const read = readAnswer(task, given);
    if ("problem" in read) return failed(say, `its answer cannot be taken: ${read.problem}`);
    return concluded(task, read.answer, "given ahead", say);
  }
  const answer = prompt && (await answerInTime(asking, prompt));
  if (signal.aborted) return { kind: "stopped" };
  if (answer) return concluded(task, answer, "from the terminal", say);
  const otherwise = defaultAnswer(task);
  if (otherwise) return concluded(task, otherwise, "by default", say);
  const why = prompt ? "nobody has answered in time" : "nobody can be asked here";
  const id = /^[\w.-]+$/.test(task.taskId) ? task.taskId : JSON.stringify(task.taskId);
  return failed(say, `${why}, and it has no default. Answer it ahead: --answer ${id}=${example(task)}`);
}

function concluded(task: HitlTask, answer: Answer, how: string, say: (text: string) => void): TryResult {
  const { chosen_options, params_input } = answer;
  say(`Answered ${how}: ${task.asks === "form" ? JSON.stringify(params_input) : chosen_options.join(", ")}`);
  if (task.failOnReject && isRejected(task, answer))
    return failed(say, 'Receive "Reject"', "HITLRejectException");
  return { kind: "success", value: answer };
}

/** Another try would ask again, as in Airflow. */
function failed(say: (text: string) => void, reason: string, type = "HITLTimeoutError"): TryResult {
  say(`ERROR   ${reason}`);
  return { kind: "error", reason, error: plainError(type, reason) };
}

/** Asks until there is an answer that can be taken. */
async function answerInTime(asking: Asking, prompt: Prompt): Promise<Answer | undefined> {
  const { timeout, signal } = asking;
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  if (timeout !== null) {
    delay(timerMs(timeout), undefined, { signal: both }).then(
      () => over.abort(),
      () => {},
    );
  }
  try {
    return await prompt(both, async (ask) => {
      for (let problem = ""; ; ) {
        const read = readAnswer(asking.task, await askOnce(asking, problem, ask));
        if ("answer" in read) return read.answer;
        problem = `${read.problem}.\n`;
      }
    });
  } catch (error) {
    if (both.aborted) return undefined;
    throw error;
  } finally {
    over.abort();
  }
}

async function askOnce({ task, subject, body }: Asking, problem: string, ask: Ask): Promise<JsonValue> {
  const question = `${problem}${task.taskId}: ${subject}\n${body === undefined ? "" : `${body}\n`}`;
  if (task.asks === "form") return askFields(task, question, ask);
  const { choices, multiple = false, defaults } = task;
  const list = choices.map((choice, index) => `  ${index + 1}) ${choice}\n`).join("");
  const initial = defaults === undefined ? "" : `, or Enter for ${[defaults].flat().join(", ")}`;
  const how = multiple ? "Numbers or names, with commas between" : "Number or name";
  const line = (await ask(`${question}${list}${how}${initial}: `)).trim();
  if (line === "" && defaults !== undefined) return [defaults].flat();
  const named = (text: string) => choices[Number(text) - 1] ?? text;
  return choices.includes(line) || !multiple
    ? [named(line)]
    : line.split(",").map((part) => named(part.trim()));
}

/** A field whose schema takes text is that text; others are JSON. An empty line leaves it at its default. */
async function askFields({ fields }: HitlTask, question: string, ask: Ask): Promise<JsonValue> {
  const values: Record<string, JsonValue> = {};
  let before = question;
  for (const [name, schema] of Object.entries(fields)) {
    const initial = schema.default === undefined ? "" : ` (Enter for ${JSON.stringify(schema.default)})`;
    const line = await ask(`${before}${name}${initial}: `);
    before = "";
    if (line.trim() === "" && schema.default !== undefined) continue;
    values[name] = schema.type === "string" ? line : jsonOrText(line);
  }
  return values;
}

function example({ asks, choices, fields }: HitlTask): string {
  if (asks !== "form") return choices[0] ?? "";
  return `'${JSON.stringify(Object.fromEntries(Object.keys(fields).map((name) => [name, "..."])))}'`;
}
