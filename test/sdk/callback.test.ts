// Callbacks, from the author's objects to the model, in a run of a test, and what cannot be one.

import { describe, expect, test } from "vitest";
import { AirflowSkipException, connection, Dag, defineCallback, rawConnection } from "windsock";
import { dagModel, dagProblems, runCallback, runDag, taskCallbackContext } from "windsock/testing";
import * as z from "zod";

const note = defineCallback({ name: "note", run: ({ context, log }) => log.info(context.state) });

const tell = defineCallback({
  name: "tell",
  kind: "task",
  input: z.object({ topic: z.string(), urgent: z.boolean().default(false) }),
  connections: { receiver: rawConnection },
  timeLimit: { seconds: 3 },
  run: ({ context, input, connections: { receiver }, log }) =>
    log.info(
      `${context.taskId} ${context.state} to ${input.topic} ${input.urgent} with ${receiver.password}`,
    ),
});

const receiver = connection("receiver");

describe("the model", () => {
  test("has what each callback is called with, and their code once", () => {
    const dag = new Dag("a", {
      onFailure: note(),
      defaults: { onFailure: [note(), tell({ topic: "t" }, { receiver })] },
    });
    const group = dag.taskGroup("g", { defaults: { onRetry: () => undefined } });
    const skips = () => undefined;
    group.empty("one", { onSkipped: skips });
    dag.empty("two", { onSkipped: skips, onSuccess: () => undefined });
    const model = dagModel(dag);
    const plain = { input: {}, connections: {}, timeLimit: 15 };
    expect(model.onFailure).toEqual([{ name: "note", ...plain }]);
    expect(model.defaults.onFailure).toEqual([
      { name: "note", ...plain },
      { name: "tell", input: { topic: "t" }, connections: { receiver: "receiver" }, timeLimit: 3 },
    ]);
    expect(model.callbacks.map(({ name }) => name)).toEqual([
      "note",
      "tell",
      "g.defaults.on_retry",
      "g.one.on_skipped",
      "two.on_success",
    ]);
    expect(dagProblems(dag)).toEqual([]);
  });

  test("tells code of the same name apart", () => {
    const other = defineCallback({ name: "note", run: () => undefined });
    const dag = new Dag("a", { onSuccess: [note(), other()] });
    dag.empty("x");
    expect(dagModel(dag).onSuccess?.map(({ name }) => name)).toEqual(["note", "note_2"]);
  });
});

describe("the build refuses", () => {
  const problems = (onFailure: unknown) => {
    const dag = new Dag("a");
    dag.empty("x", { onFailure } as never);
    return dagProblems(dag);
  };
  const loose = tell as unknown as (...given: unknown[]) => unknown;

  test.each([
    ["what is no callback", 5, /Task "x" has 5 as onFailure\. Write a function, or what a callback made by/],
    ["one in a list", [note(), "note"], /has "note" as onFailure\.1\. Write a function/],
    ["one that nobody has called", note, /has callback "note" as onFailure\. It waits for its input and its/],
    [
      "a missing connection",
      loose({ topic: "t" }),
      /It needs a connection for "receiver"\. Pass \{ receiver: conn/,
    ],
    [
      "a connection too many",
      loose({ topic: "t" }, { receiver, x: receiver }),
      /given a connection for "x"\. It needs: rec/,
    ],
    [
      "input that it refuses",
      loose({ topic: 3 }, { receiver }),
      /It is given 3 as input\.topic, which it refuses\./,
    ],
    ["input that it lacks", loose({}, { receiver }), /It is given no input\.topic, which it needs\./],
    ["input that is no JSON", loose({ topic: new Date() }, { receiver }), /input\.topic is a Date/],
    ["a name that is none", defineCallback({ name: "a b", run: () => undefined })(), /Its name holds other/],
    [
      "a time limit that is none",
      defineCallback({ name: "a", timeLimit: {}, run: () => undefined })(),
      /Its timeLimit is/,
    ],
    [
      "one of DAGs at a task",
      defineCallback({ name: "a", kind: "dag", run: () => undefined })(),
      /of DAGs alone/,
    ],
  ])("%s", (_, onFailure, message) => {
    expect(problems(onFailure)).toEqual([expect.stringMatching(message)]);
  });

  test("one of tasks at a DAG", () => {
    const dag = new Dag("a", { onFailure: tell({ topic: "t" }, { receiver }) as never });
    dag.empty("x");
    expect(dagProblems(dag)).toEqual([expect.stringContaining("It is a callback of tasks alone.")]);
  });
});

describe("a run in a test", () => {
  test("says which callbacks it would have called, and with what", async () => {
    const dag = new Dag("a", { onFailure: note(), defaults: { onFailure: note() } });
    let tries = 0;
    dag.task(
      "fails",
      () => {
        tries += 1;
        throw new TypeError("no rows", { cause: new RangeError("empty") });
      },
      { retries: 1, onExecute: note(), onRetry: tell({ topic: "retry" }, { receiver }) },
    )();
    dag.task(
      "skips",
      () => {
        throw new AirflowSkipException("nothing to do");
      },
      { onSkipped: note(), onSuccess: note() },
    )();
    dag.empty("done", { onExecute: note(), onSuccess: note(), triggerRule: "all_done" });
    const { callbacks } = await runDag(dag);
    expect(tries).toBe(2);
    const calls = callbacks.map(({ name, context }) =>
      [name, context.kind === "task" ? context.taskId : context.kind, context.state].join(" "),
    );
    expect(calls.toSorted()).toEqual([
      "note dag failed",
      "note done running",
      "note done success",
      "note fails failed",
      "note fails running",
      "note fails running",
      "note skips skipped",
      "tell fails up_for_retry",
    ]);
    const failed = callbacks.find(({ context }) => context.kind === "task" && context.state === "failed");
    expect(failed?.context).toMatchObject({
      dagId: "a",
      taskId: "fails",
      tryNumber: 2,
      error: {
        type: "TypeError",
        message: "no rows",
        frames: expect.arrayContaining([expect.stringMatching(/callback\.test\.ts/)]),
        cause: { type: "RangeError", message: "empty" },
      },
      logUrl: null,
    });
    expect(callbacks.at(-1)?.context).toMatchObject({
      kind: "dag",
      reason: "task_failure",
      failedTasks: [{ taskId: "fails", tryNumber: 2, error: { message: "no rows" } }],
    });
  });

  test("calls one callback with real hooks, and keeps its secrets out of the log", async () => {
    const { log } = await runCallback(tell, {
      input: { topic: "t" },
      connections: { receiver: "http://me:geheimes-wort@example.com" },
      context: taskCallbackContext("success", { taskId: "load" }),
    });
    expect(log).toEqual(["INFO    load success to t false with ***"]);
  });

  test("rejects with what a callback throws", async () => {
    const throws = defineCallback({
      name: "throws",
      run() {
        throw new RangeError("out of it");
      },
    });
    await expect(runCallback(throws, { input: {}, connections: {} })).rejects.toThrow(
      new RangeError("out of it"),
    );
  });
});
