// What is said of a task or a run in a message, in the shapes that chat services take.
import type { CallbackContext } from "../model/run/callback-context.ts";
import type { TaskError } from "../model/run/task-error.ts";

/** A message as Slack's incoming webhooks take it. */
export interface SlackMessage {
  readonly text: string;
}

/** A message as the workflows of Microsoft Teams take it. */
export interface TeamsMessage {
  readonly type: "message";
  readonly attachments: readonly object[];
}

/** One line: `Task load of nightly has failed: TypeError: no rows`. */
export function headlineOf(context: CallbackContext): string {
  if (context.kind === "task") {
    const error = context.error ? `: ${errorText(context.error)}` : "";
    const reason = context.reason === null ? "" : `: ${context.reason}`;
    return `Task ${context.taskId} of ${context.dagId} ${words[context.state]}${error}${reason}`;
  }
  if (context.kind === "deadline") {
    return `A run of ${context.dagId} ${words[context.state]} of ${context.deadlineTime}: it is ${context.runState}`;
  }
  return `A run of ${context.dagId} ${words[context.state]}${context.reason ? `: ${context.reason}` : ""}`;
}

/** The headline, and below it the run, where in the TypeScript, and the link to the log; of a run, its failed tasks. */
export function textOf(context: CallbackContext): string {
  return [headlineOf(context), ...detailsOf(context)].filter(Boolean).join("\n");
}

function detailsOf(context: CallbackContext): string[] {
  const run = `Run ${context.runId}`;
  switch (context.kind) {
    case "task":
      return [`${run}, try ${context.tryNumber}`, ...placeOf(context.error), context.logUrl ?? ""];
    case "dag":
      return [
        run,
        ...context.failedTasks.flatMap(({ taskId, error, logUrl }) => [
          `${taskId}: ${error ? errorText(error) : "it says nothing of its error"}`,
          ...placeOf(error),
          logUrl ?? "",
        ]),
      ];
    case "deadline":
      return [run];
  }
}

/** For Slack, where `&`, `<` and `>` mean something else. */
export function slackMessage(context: CallbackContext): SlackMessage {
  const escaped: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return { text: textOf(context).replaceAll(/[&<>]/g, (sign) => escaped[sign] ?? sign) };
}

/** For Teams: an adaptive card, whose first line stands out. */
export function teamsMessage(context: CallbackContext): TeamsMessage {
  const [headline = "", ...lines] = textOf(context).split("\n");
  const block = (text: string) => ({ type: "TextBlock", wrap: true, text });
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [{ ...block(headline), weight: "Bolder" }, ...lines.map(block)],
        },
      },
    ],
  };
}

const words: Readonly<Record<CallbackContext["state"], string>> = {
  running: "begins",
  success: "has succeeded",
  failed: "has failed",
  up_for_retry: "is tried again",
  skipped: "was skipped",
  deadline_missed: "has missed its deadline",
};

/** The error and what caused it, on one line. */
function errorText({ type, message, cause }: TaskError): string {
  const [line = ""] = message.split("\n");
  return `${type}: ${line}${cause ? ` (caused by ${errorText(cause)})` : ""}`;
}

function placeOf(error: TaskError | null): string[] {
  const [place] = error?.frames ?? [];
  return place === undefined ? [] : [`at ${place}`];
}
