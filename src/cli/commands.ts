// Finds out which command is meant; each command's code is loaded when it is called.
import { type CAC, cac } from "cac";
import { ownManifest } from "../system/own-manifest.ts";
import { outliveReaders } from "../system/standard-streams.ts";
import { checkZod } from "./check-zod.ts";
import type { Options } from "./options.ts";
import { reportError, reportUsage } from "./report-error.ts";

outliveReaders();

/** @returns the exit code */
export async function main(argv: string[]): Promise<number> {
  const cli = commands();
  // For no command: `windsock airflow` has a --version of its own.
  if (argv[2]?.startsWith("-")) cli.version(ownManifest().version);
  try {
    cli.parse(argv, { run: false });
    if (cli.options.help || (cli.options.version && !cli.matchedCommand)) return 0;
    if (!cli.matchedCommand) return reportUsage(strayMessage(cli.args[0]));
    return await cli.runMatchedCommand();
  } catch (error) {
    return await reportError(error, cli.matchedCommand?.name);
  }
}

function commands(): CAC {
  const cli = cac("windsock");
  cli
    .command(
      "init [folder]",
      "Make a project of a folder, or add what a project lacks; no file is overwritten",
    )
    .option("--name <name>", "The package's name (default: made of the folder's)")
    .option(
      "--package-manager <name>",
      "npm, pnpm or yarn (default: that of the lock file, or what started this)",
    )
    .option("--no-install", "Do not install the packages")
    .option("--yes", "Ask nothing")
    .example((bin) => `  $ ${bin} init my-pipelines`)
    .action(async (folder: string | undefined, options: Options) => {
      const { initCommand } = await import("./init.ts");
      return await initCommand(folder, options);
    });
  cli
    .command("build", "Compile the DAGs in dags-ts/ for Airflow and for `windsock run`")
    .option("--check", "Write nothing; fail when generated/ is stale or was edited")
    .option("--watch", "Build again whenever a source changes")
    .option("--no-types", "Do not check types: for who runs tsc")
    .option("--no-cache", "Do not use what earlier builds found out, nor keep what this one does")
    .option("--python <interpreter>", "Check Python operators against the Airflow of this Python")
    .option("--timeout <seconds>", "Time that evaluating one DAG module may take (default: 30)")
    .action(async (options: Options) => {
      checkZod(process.cwd());
      const { buildCommand } = await import("./build.ts");
      return await buildCommand(options);
    });
  cli
    .command(
      "python-types [...classes]",
      "Write the types of Python operators: module.Class of Airflow, a provider or your own",
    )
    .option("--python <interpreter>", "A Python with Airflow (default: that of `windsock airflow`)")
    .option("--output <file>", "Write to a file (default: standard output)")
    .option("--check", "Write nothing; fail when the file is not what it would be")
    .example(
      (bin) =>
        `  $ ${bin} python-types airflow.providers.standard.operators.bash.BashOperator --output dags-ts/operators/bash.ts`,
    )
    .action(async (classes: string[], options: Options) => {
      const { pythonTypesCommand } = await import("./python-types.ts");
      return await pythonTypesCommand(classes, options);
    });
  cli
    .command("dev [dag]", "Build on each save, and run the DAG or some of its tasks again")
    .option("--task <id>", "Run only this task, on the outputs of the last run; may be repeated")
    .option("--date <date>", "The run's logical date (default: that of the last run, else the DAG's first)")
    .option("--param <name=value>", "Set a param; may be repeated")
    .option("--no-types", "Do not check types")
    .option("--timeout <seconds>", "Time that evaluating one DAG module may take (default: 30)")
    .example((bin) => `  $ ${bin} dev user-s3-to-redshift --task user_clean_data --date 2021-07-02`)
    .action(async (dag: string | undefined, options: Options) => {
      checkZod(process.cwd());
      const { devCommand } = await import("./dev.ts");
      return await devCommand(dag, options);
    });
  cli
    .command(
      "run <dag>",
      "Run a DAG on this machine, without Airflow; builds it first when its sources changed",
    )
    .option("--no-build", "Run what was built before, although its sources changed")
    .option("--from <date>", "First logical date, in the DAG's time zone (default: its start date)")
    .option("--to <date>", "Last logical date; a day counts to its end (default: the DAG's end date)")
    .option("--task <id>", "Run only this task; may be repeated")
    .option("--param <name=value>", "Set a param; may be repeated")
    .option("--answer <task=answer>", "Answer a task that asks people; may be repeated")
    .option("--jobs <n>", "Most tasks at once (default: the number of CPUs)")
    .option("--resume", "Keep what is done; run what failed or was not reached")
    .option("--no-trigger", "Leave alone the DAGs that are scheduled on assets which this run updates")
    .option(
      "--python [interpreter]",
      "Let Python operators run in the Airflow of this Python (default: that of `windsock airflow`)",
    )
    .option("--retry-delay <seconds>", "Wait between tries (default: the task's delay, at most 5 seconds)")
    .example((bin) => `  $ ${bin} run user-s3-to-redshift --from 2021-07-02 --to 2021-07-08`)
    .action(async (dag: string, options: Options) => {
      checkZod(process.cwd());
      const { runCommand } = await import("./run.ts");
      return await runCommand(dag, options);
    });
  cli
    .command("runs", "Show the local runs in a browser: states, logs, inputs and outputs, until Ctrl-C")
    .option("--port <port>", "Port of the page, on this machine only (default: 8090, or the next free one)")
    .option("--open", "Open the page in your browser")
    .action(async (options: Options) => {
      const { runsCommand } = await import("./runs.ts");
      return await runsCommand(options);
    });
  cli
    .command("list", "List the built DAGs: schedule, tasks, tags, next run")
    .option("--json", "Print JSON, for programs")
    .action(async (options: Options) => {
      const { listCommand } = await import("./list.ts");
      return await listCommand(options);
    });
  cli
    .command("show <dag>", "Show a built DAG: its graph, tasks and next runs")
    .option("--runs <n>", "How many of the next runs (default: 5)")
    .option("--json", "Print JSON, for programs")
    .option("--html <file>", "Write a page that needs nothing else")
    .option("--svg <file>", "Write the graph as a picture")
    .example((bin) => `  $ ${bin} show user-s3-to-redshift --html out/user-s3-to-redshift.html`)
    .action(async (dag: string, options: Options) => {
      const { showCommand } = await import("./show.ts");
      return await showCommand(dag, options);
    });
  cli
    .command("sql [query]", "Query a warehouse: the embedded one, PostgreSQL or Redshift")
    .option("--conn <id>", "Connection (default: the only warehouse there is)")
    .option("--format <format>", "table, csv or json (default: table)")
    .option("--output <file>", "Write to a file, all or nothing")
    .example((bin) => `  $ ${bin} sql "select * from search_stats order by day" --format csv`)
    .example((bin) => `  $ ${bin} sql -- "-- a query that begins with a dash"`)
    .action(async (query: string | undefined, options: Options) => {
      const { sqlCommand } = await import("./sql.ts");
      return await sqlCommand(query, options);
    });
  cli
    .command("airflow", "Run the DAGs in a real Airflow on this machine, until Ctrl-C")
    // cac leaves an option of this name out of the list of options.
    .usage("airflow [--version <3.3 or 2.11>] [--port <port>]")
    .option("--version <version>", "Airflow's version (default: 3.3)")
    .option("--port <port>", "Port of the web UI, on this machine only (default: 8080)")
    .example((bin) => `  $ ${bin} airflow --version 2.11 --port 8081`)
    .action(async (options: Options) => {
      checkZod(process.cwd());
      const { airflowCommand } = await import("./airflow.ts");
      return await airflowCommand(options);
    });
  cli.help();
  return cli;
}

function strayMessage(name: string | undefined): string {
  const problem = name === undefined ? "No command given." : `Unknown command ${JSON.stringify(name)}.`;
  return `${problem} The commands are: init, build, python-types, dev, run, runs, list, show, sql, airflow.`;
}
