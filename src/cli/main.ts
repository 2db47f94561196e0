#!/usr/bin/env node
// The program `windsock`: refuses a Node that is too old before that Node meets a file it cannot read.
import { nodeProblem } from "../model/oldest-node.ts";

const problem = nodeProblem("windsock");
if (problem === null) {
  const { main } = await import("./commands.ts");
  process.exitCode = await main(process.argv);
} else {
  console.error(problem);
  process.exitCode = 1;
}
