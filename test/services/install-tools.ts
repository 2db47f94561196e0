// Makes the tests' Python ready for a program that uses it: `npm run airflow` and its S3-protocol server.
import { toolsEnvironment } from "./python.ts";

await toolsEnvironment().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
