// The program of the child process that evaluates DAG modules: user code runs here, never in the compiler.
import { pathToFileURL } from "node:url";
import { listen } from "../../model/listener.ts";
import { Declarations, untilQuiet } from "./declarations.ts";
import type { DescribeReply, DescribeRequest } from "./describe-dags.ts";
import { locate } from "./locate.ts";
import { Surroundings } from "./watched-surroundings.ts";

// The author's own line may lie below many of ours, one for each level of a value that something is wrong in.
Error.stackTraceLimit = Number.POSITIVE_INFINITY;

process.once("message", async ({ projectFolder, modules, other }: DescribeRequest) => {
  const declared = new Declarations();
  listen(declared);
  const surroundings = new Surroundings((stack) => locate(stack, projectFolder));
  surroundings.watch(other);
  for (const { file, bundle } of modules) {
    await send({ kind: "started", file });
    surroundings.module = file;
    await send(await describeOne(projectFolder, file, bundle, declared));
  }
  await send({ kind: "readings", readings: [...surroundings.readings] });
  await untilQuiet();
  const { variables, files, restless } = surroundings.asked;
  await send({ kind: "asked", variables: [...variables], files: [...files], restless: [...restless] });
  for (const { taskId, stack } of declared.late) {
    const message = `Task ${JSON.stringify(taskId)} is declared when its module has been evaluated. ${remedy}`;
    await send({ kind: "late", problem: { message, position: locate(stack, projectFolder) } });
  }
  // A module may have left timers or sockets open at import.
  process.exit(0);
});

const remedy =
  "Declare all tasks while it is: not in a callback, nor after an await in a function that nobody awaits. " +
  "`await` is fine at the top level of the module.";

async function describeOne(
  projectFolder: string,
  file: string,
  bundle: string,
  declared: Declarations,
): Promise<DescribeReply> {
  try {
    const { describe } = await import(pathToFileURL(bundle).href);
    const locateIn = (stack: string, inFile?: string) =>
      locate(stack, projectFolder, inFile) ?? (inFile === undefined ? { file, line: 1, column: 1 } : null);
    const { dag, description, problems } = describe({
      file,
      made: declared.unclaimed,
      locate: locateIn,
    });
    declared.described(dag);
    // What JSON cannot carry is found here, where it is the module's fault.
    return JSON.parse(JSON.stringify({ kind: "described", file, description, problems }));
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return {
      kind: "failed",
      file,
      reason: reasonOf(error),
      position: locate(error.stack ?? "", projectFolder),
    };
  }
}

function reasonOf({ name, message }: Error): string {
  return `${name} while the module was evaluated: ${message}`;
}

function send(reply: DescribeReply): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(reply, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
