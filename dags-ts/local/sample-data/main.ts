// Writes the sample data from the command line: npx tsx dags-ts/local/sample-data/main.ts --help
import { readCommandLine, UsageError } from "./command-line.ts";
import { dayReporter, describeResult } from "./progress.ts";
import { DayFileError } from "./write-day-file.ts";
import { writeSampleData } from "./write-sample-data.ts";

// What a shell makes of a program that a signal ended: 128 + the signal's number.
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: keyof typeof exitCodes) {
    super(`Stopped by ${signal}. Finished days are kept; run again for the rest.`);
    this.name = "Interrupted";
    this.exitCode = exitCodes[signal];
  }
}

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options === null) return;
  const onDay = dayReporter(process.stdout);
  console.log(describeResult(await writeSampleData(options, { signal: interruption(), onDay })));
}

/** Aborts on the first signal, so that a file in the making is removed; a second one ends the program. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort(new Interrupted("SIGINT")));
  process.once("SIGTERM", () => controller.abort(new Interrupted("SIGTERM")));
  return controller.signal;
}

function report(error: unknown): void {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nSee --help.`);
    process.exitCode = 2;
  } else if (error instanceof Interrupted) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else {
    console.error(error instanceof DayFileError ? error.message : error);
    process.exitCode = 1;
  }
}

// A reader that has gone (`| head`) is no reason to leave a day half written.
process.stdout.on("error", () => {});
await main().catch(report);
