// Misuses of callbacks that must not compile, and uses that must.
import { connection, Dag, defineCallback, rawConnection } from "windsock";
import { dagCallbackContext, runCallback, taskCallbackContext } from "windsock/testing";
import * as z from "zod";

const receiver = connection("receiver");
const note = defineCallback({ name: "note", run: ({ context, log }) => log.info(context.state) });
const ofTasks = defineCallback({
  name: "of_tasks",
  kind: "task",
  run: ({ context, log }) => log.info(`${context.taskId} ${context.error?.message ?? ""}`),
});
const ofDags = defineCallback({
  name: "of_dags",
  kind: "dag",
  run: ({ context, log }) => log.info(`${context.failedTasks.length}`),
});
const tell = defineCallback({
  name: "tell",
  input: z.object({ topic: z.string(), urgent: z.boolean().default(false) }),
  connections: { receiver: rawConnection },
  run: ({ input, connections, log }) => log.info(`${input.urgent} ${connections.receiver.host}`),
});

// Uses.
const dag = new Dag("typed", {
  onFailure: [note(), ofDags(), ({ context, log }) => log.info(context.failedTasks[0]?.taskId ?? "")],
  onSuccess: tell({ topic: "runs" }, { receiver }),
  defaults: { onFailure: ofTasks() },
});
dag.taskGroup("group", { defaults: { onRetry: ({ context, log }) => log.info(context.error.message) } });
dag.task("work", () => 1, {
  // A task that failed has an error, without a second look.
  onFailure: ({ context, log }) => log.info(`${context.error.type} ${context.error.frames[0]}`),
  onExecute: async ({ context, log }) => log.info(`${context.tryNumber}`),
  onSkipped: ({ context, log }) => log.info(context.reason ?? "no reason"),
})();
void runCallback(tell, { input: { topic: "t" }, connections: { receiver: "http://example.com" } });
void runCallback(ofTasks, { input: {}, connections: {}, context: taskCallbackContext("failed") });

// Misuses.
// @ts-expect-error: a definition is not called yet
dag.empty("a", { onFailure: note });
// @ts-expect-error: its input and its connections are missing
dag.empty("b", { onFailure: tell() });
// @ts-expect-error: its connections are missing
dag.empty("c", { onFailure: tell({ topic: "t" }) });
// @ts-expect-error: the topic is a text
dag.empty("d", { onFailure: tell({ topic: 3 }, { receiver }) });
// @ts-expect-error: a callback of DAGs alone, at a task
dag.empty("e", { onFailure: ofDags() });
// @ts-expect-error: a callback of tasks alone, at a DAG
new Dag("f", { onFailure: ofTasks() });
// @ts-expect-error: a run has no task id
new Dag("g", { onFailure: ({ context, log }) => log.info(context.taskId) });
// @ts-expect-error: a task that succeeded has no error
dag.empty("h", { onSuccess: ({ context, log }) => log.info(context.error.message) });
// @ts-expect-error: DAGs have no onRetry
new Dag("i", { onRetry: note() });
// @ts-expect-error: a connection is no text
dag.empty("j", { onFailure: tell({ topic: "t" }, { receiver: "receiver" }) });
// @ts-expect-error: input that JSON cannot carry
defineCallback({ name: "k", input: z.object({ at: z.date() }), run: () => undefined });
// @ts-expect-error: what may be a run's has no task id
defineCallback({ name: "l", run: ({ context, log }) => log.info(context.taskId) });
// @ts-expect-error: the connections are missing
void runCallback(tell, { input: { topic: "t" }, connections: {} });
// @ts-expect-error: a callback of tasks alone, told of a run
void runCallback(ofTasks, { input: {}, connections: {}, context: dagCallbackContext("failed") });

const onlyLate = defineCallback({
  name: "only_late",
  kind: "deadline",
  run: ({ context: { deadlineTime, runState } }) => void [deadlineTime.length, runState === "running"],
});
const reference = "dagrun_queued_at";
const interval = { hours: 1 };
new Dag("late", { deadline: { reference, interval, callback: onlyLate() } });
new Dag("late", {
  deadline: [{ reference, interval, callback: ({ context }) => void context.deadlineTime, name: "an hour" }],
});
new Dag("late", { deadline: { reference: { averageRuntime: {} }, interval, callback: onlyLate() } });
// @ts-expect-error of deadlines alone
new Dag("late", { onFailure: onlyLate() });
// @ts-expect-error not called
new Dag("late", { deadline: { reference, interval, callback: onlyLate } });
// @ts-expect-error there is no such reference
new Dag("late", { deadline: { reference: "dagrun_start", interval, callback: onlyLate() } });
// @ts-expect-error a length of time
new Dag("late", { deadline: { reference, interval: 3600, callback: onlyLate() } });
// @ts-expect-error since when?
new Dag("late", { deadline: { interval, callback: onlyLate() } });
// @ts-expect-error one callback
new Dag("late", { deadline: { reference, interval, callback: [onlyLate()] } });
// @ts-expect-error a task has no deadlines
new Dag("late", { defaults: { deadline: { reference, interval, callback: onlyLate() } } });
