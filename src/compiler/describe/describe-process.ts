// The program of the child process that evaluates DAG modules: user code runs here, never in the compiler.
import { pathToFileURL } from "node:url";
import type { DescribeReply, DescribeRequest } from "./describe-dags.ts";
import { locate } from "./locate.ts";

// The author's own line may lie below many of ours, one for each level of a value that something is wrong in.
Error.stackTraceLimit = Number.POSITIVE_INFINITY;

process.once("message", async ({ projectFolder, modules }: DescribeRequest) => {
  for (const { file, bundle } of modules) {
    await send({ kind: "started", file });
    await send(await describeModule(projectFolder, file, bundle));
  }
  // A module may have left timers or sockets open at import.
  process.exit(0);
});

async function describeModule(projectFolder: string, file: string, bundle: string): Promise<DescribeReply> {
  try {
    const { describe } = await import(pathToFileURL(bundle).href);
    const description = describe(
      (stack: string) => locate(stack, projectFolder) ?? { file, line: 1, column: 1 },
    );
    return { kind: "described", file, description };
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
  return name === "NotADagError" ? message : `${name} while the module was evaluated: ${message}`;
}

function send(reply: DescribeReply): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(reply, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
