// `npm start`: the whole pipeline on this machine, from nothing to the report the business asked for.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import pc from "picocolors";

const project = path.resolve(import.meta.dirname, "../..");
const windsock = path.join(project, "dist/cli/main.js");
const sampleData = path.join(import.meta.dirname, "sample-data/main.ts");
const table = "out/search_stats.csv";
const report = "out/object-store/user-incoming-bucket/reports/search-engagement.html";
const query = "select * from public.search_stats order by day";

// Ctrl-C reaches the step under way as well; it stops in its own way, and its exit code is ours.
process.on("SIGINT", () => undefined);

process.exitCode = await start();

async function start(): Promise<number> {
  const steps: readonly (readonly [title: string, command: readonly string[]])[] = [
    ["Compile the DAGs", [windsock, "build"]],
    ["Write the sample data", ["--import", "tsx", sampleData]],
    [
      "Run every day, and the report that they trigger",
      [windsock, "run", "user-s3-to-redshift", "--from", "2021-07-02", "--to", "2021-07-24"],
    ],
    ["Keep the table as a file", [windsock, "sql", query, "--format", "csv", "--output", table]],
    ["search_stats", [windsock, "sql", query]],
  ];
  for (const [title, command] of steps) {
    console.log(`\n${pc.bold(title)}`);
    const { exitCode = 1 } = await execa(process.execPath, command, {
      cwd: project,
      stdio: "inherit",
      reject: false,
    });
    if (exitCode !== 0) return exitCode;
  }
  console.log(whereToLookNext());
  return 0;
}

function whereToLookNext(): string {
  const rows = [
    [report, "the answers: open it in a browser"],
    [table, "the table above"],
    ["out/object-store/", "what went in and what came out, as on S3"],
    ["out/logs/user-s3-to-redshift/", "the log of every task"],
    ["dags-ts/user-s3-to-redshift.ts", "the pipeline: change it, and run npm start again"],
    ["generated/user_s3_to_redshift.py", "what Airflow reads"],
    ["node generated/bundles/user-s3-to-redshift/user_clean_data.mjs --help", "one task by hand"],
    ['npx windsock sql "select ..."', "your own questions"],
  ] as const;
  const width = Math.max(...rows.map(([place]) => place.length));
  const lines = rows.map(([place, what]) => `  ${pc.cyan(place.padEnd(width))}  ${what}`);
  const written = `${pc.green("The report is written:")} ${pathToFileURL(path.join(project, report))}`;
  return [`\n${pc.bold("Where to look next")}`, ...lines, "", written].join("\n");
}
