// Takes what a task's process was started with. Bundles import this before the task's own code: neither that nor
// any program it starts has the request in its environment, its open files or a file's name. For the same reason the
// process is watched from here on: whatever breaks in the task's modules is told as what breaks in its code.
import { closeSync, readFileSync } from "node:fs";
import { requestVariable } from "../model/run/task-protocol.ts";
import { watchForEarlyEnd } from "./end-process.ts";

watchForEarlyEnd(() => taskRequest);

/** A TaskRequest as JSON; undefined in a process that a person started. */
export const taskRequest: string | undefined = takeRequest();

function takeRequest(): string | undefined {
  const value = process.env[requestVariable];
  delete process.env[requestVariable];
  // Version 1 of the protocol had the request itself here; whoever parses it says what to do.
  if (value === undefined || !/^\d+$/.test(value)) return value;
  const descriptor = Number(value);
  try {
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}
