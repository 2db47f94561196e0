// Loaded into a runner, kills it at the n-th moment of those before and after each line that it adds to a file of
// its state.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

let moments = Number(process.env.KILL_AT_APPEND);
const { openSync, writeSync } = fs;
const stateFiles = new Set();

function pass() {
  if (moments-- === 0) process.kill(process.pid, "SIGKILL");
}

fs.openSync = (file, ...rest) => {
  const descriptor = openSync(file, ...rest);
  if (String(file).includes("/out/state/")) stateFiles.add(descriptor);
  else stateFiles.delete(descriptor);
  return descriptor;
};
fs.writeSync = (descriptor, ...rest) => {
  if (!stateFiles.has(descriptor)) return writeSync(descriptor, ...rest);
  pass();
  const written = writeSync(descriptor, ...rest);
  pass();
  return written;
};
syncBuiltinESMExports();
