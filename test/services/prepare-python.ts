// Runs once before the tests that need Python: makes its environment, or says that they are skipped.
import { pythonEnvironment } from "./python.ts";

export default async function preparePython(): Promise<void> {
  await pythonEnvironment();
}
