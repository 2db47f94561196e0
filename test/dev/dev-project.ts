// A project that somebody works on with `windsock dev`.
import { expect, onTestFinished } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

export const dagModule = (
  id: string,
  text: string,
) => `import { Dag, type TaskArgs, variable } from "windsock";
import { say } from "./operators/say.ts";
const dag = new Dag("${id}", { schedule: "@daily", startDate: "2026-01-01" });
const first = dag.task("first", say)({ text: "${text}" });
dag.task("second", async ({ input, log }: TaskArgs<{ said: string; of: string }>) => {
  log.info(\`second got \${input.said} of \${input.of}\`);
  return { got: input.said };
})({ said: first.output.said, of: variable("whom") });
export default dag;
`;

export const operator = (mark: string) => `import { defineOperator } from "windsock";
import * as z from "zod";
export const say = defineOperator({
  name: "Say",
  input: z.object({ text: z.string() }),
  output: z.object({ said: z.string() }),
  run({ input, log }) {
    log.info(\`\${input.text}${mark}\`);
    return { said: \`\${input.text}${mark}\` };
  },
});
`;

export const files = {
  "dags-ts/one.ts": dagModule("one", "hello"),
  "dags-ts/operators/say.ts": operator("!"),
  "dags-ts/local.env": "AIRFLOW_VAR_WHOM=everybody\n",
};

export interface Watched {
  readonly project: TestProject;
  readonly printed: () => string;
  /** Waits for what is said beyond what was waited for before. */
  saidNext(text: string | RegExp): Promise<void>;
  /** Ends it as Ctrl-C does. @returns its exit code */
  quit(): Promise<number | undefined>;
}

/** Starts the real command; it ends with the test. */
export function dev(project: TestProject, ...args: readonly string[]): Watched {
  const { process, printed } = project.start("dev", ...args);
  const quit = async () => {
    process.kill("SIGINT");
    return (await process).exitCode;
  };
  onTestFinished(async () => {
    await quit();
    await project.remove();
  });
  let heard = 0;
  const saidNext = async (text: string | RegExp) => {
    await expect.poll(() => printed().slice(heard), { timeout: 60_000, interval: 20 }).toMatch(text);
    heard = printed().length;
  };
  return { project, printed, saidNext, quit };
}

/** The same in a new project. */
export async function devIn(
  content: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Watched> {
  return dev(await TestProject.create(content), ...args);
}
