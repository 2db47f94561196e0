// One running Airflow for all tests of a version: the reference pipeline and the fixture DAGs, and their servers.
import { randomUUID } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  type AirflowVersion,
  airflowEnvironment,
  isAirflow2,
} from "../../src/airflow/environment/airflow-versions.ts";
import { type RunningAirflow, startAirflow } from "../../src/airflow/start/start-airflow.ts";
import { TestProject } from "../compiler/test-project.ts";
import { plantedConnection, secretCore } from "../model/secrets/planted.ts";
import {
  configurePipeline,
  type PipelineServices,
  startPipelineServices,
} from "../services/pipeline-services.ts";
import { unusedPort } from "../services/ports.ts";
import { DagRuns } from "./dag-runs.ts";

const repository = path.resolve(import.meta.dirname, "../..");

/** Text that none of the languages on its way likes. */
export const awkwardText =
  'it\'s "quoted" \\ back\\nslash\nnew line\t{{ 7 * 7 }} {% raw %} $(id) `id` $HOME %s ✓ 日本 .sh';

/** A password full of characters with a meaning somewhere. */
export const awkwardPassword = `p'a"s\\s@:/%41{{ 7*7 }}&<é>${secretCore}#?;$(id)=+ ,|\\n`;

/** Of the connection "late_receiver". */
const latePassword = "Pw-of-the-late-receiver-3";

/** A key of several lines, with the core in each. */
const awkwardKey = [
  "-----BEGIN PRIVATE KEY-----",
  ...[
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBK",
    "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6",
    "NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPE",
  ].map((start) => `${start}${secretCore}dVMvDuictGeurT8j+/`),
  "-----END PRIVATE KEY-----",
  "",
].join("\n");

export interface AirflowUnderTest {
  readonly airflow: RunningAirflow;
  readonly services: PipelineServices;
  /** The port of the connection "late_receiver", which workers have from their environment. */
  readonly lateReceiver: number;
  readonly runs: DagRuns;
  stop(): Promise<void>;
}

/** Starts it all, with the fixture DAGs unpaused and the reference pipeline paused. */
export async function startAirflowUnderTest(version: AirflowVersion): Promise<AirflowUnderTest> {
  const home = path.join(repository, "out/test", `airflow-${version}-${randomUUID()}`);
  const [services] = await Promise.all([
    startPipelineServices(path.join(repository, "out/airflow/object-store")),
    layOutDags(path.join(home, "dags"), version),
  ]);
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    const port = await unusedPort();
    const settings = {
      version,
      home,
      port,
      dagsFolder: path.join(home, "dags"),
      database: services.metadata,
      triggerer: true,
    };
    const python = await airflowEnvironment(repository, version);
    const lateReceiver = await unusedPort();
    const airflow = await startAirflow({ ...settings, env: environment(services, lateReceiver) }, python);
    await configurePipeline(airflow.api, services);
    await configureFixtures(airflow, services);
    return {
      airflow,
      services,
      lateReceiver,
      runs: new DagRuns(airflow, services),
      async stop() {
        await airflow.stop();
        await services.stop();
        await remove();
      },
    };
  } catch (error) {
    await services.stop();
    await remove();
    throw error;
  }
}

/** The reference pipeline and the fixtures are two projects in folders of one Airflow. */
async function layOutDags(folder: string, version: AirflowVersion): Promise<void> {
  await mkdir(folder, { recursive: true });
  await execa("node", ["dist/cli/main.js", "build"], { cwd: repository });
  await cp(path.join(repository, "generated"), path.join(folder, "real-estate"), { recursive: true });
  await cp(path.join(import.meta.dirname, "hand_written.py"), path.join(folder, "hand_written.py"));
  if (!isAirflow2(version)) await layOutPeople(folder);
  const project = await TestProject.create("airflow");
  await cp(path.join(repository, "test/fixtures/callbacks/dags-ts"), path.join(project.folder, "dags-ts"), {
    recursive: true,
  });
  const shell = await readFile(path.join(repository, "test/fixtures/operators/dags-ts/shell.ts"), "utf8");
  // What Airflow 2 does not know.
  if (!isAirflow2(version)) {
    const late = await readFile(path.join(repository, "test/fixtures/deadlines/dags-ts/late.ts"), "utf8");
    await project.write({
      "dags-ts/late.ts": late,
      "windsock.config.ts": 'export default { airflow: ["3.3"] };\n',
    });
  }
  // Airflow 2 has it without a provider.
  const module = isAirflow2(version) ? "airflow.operators.bash" : "airflow.providers.standard.operators.bash";
  await project.write({
    "dags-ts/shell.ts": shell.replace("airflow.providers.standard.operators.bash", module),
  });
  try {
    const { exitCode, stderr } = await project.windsock("build");
    if (exitCode !== 0) throw new Error(`The fixture DAGs do not compile: ${stderr}`);
    await cp(path.join(project.folder, "generated"), path.join(folder, "fixtures"), { recursive: true });
    await rm(path.join(folder, "fixtures/bundles/missing/without_bundle.mjs"));
    const stale = path.join(folder, "fixtures/stale.py");
    const text = await readFile(stale, "utf8");
    await writeFile(stale, text.replace(/"refuses": "\w+"/, '"refuses": "of-yesterday"'));
  } finally {
    await project.remove();
  }
}

/** DAGs that Airflow 2 does not have are a project of their own. */
async function layOutPeople(folder: string): Promise<void> {
  const project = await TestProject.create("people");
  await project.write({
    "package.json": '{"name": "people", "type": "module"}',
    "windsock.config.ts": 'export default { airflow: ["3.1", "3.2", "3.3"] };\n',
  });
  try {
    const { exitCode, stderr } = await project.windsock("build");
    if (exitCode !== 0) throw new Error(`The DAGs that ask people do not compile: ${stderr}`);
    await cp(path.join(project.folder, "generated"), path.join(folder, "people"), { recursive: true });
  } finally {
    await project.remove();
  }
}

/** Lets Airflow stop tasks as fast as it can; and holds what comes from the environment instead of the API. */
function environment({ s3 }: PipelineServices, lateReceiver: number): Record<string, string> {
  const { login, password, extra } = s3.connection();
  return {
    // Not LOCAL_TASK_JOB_HEARTBEAT_SEC too: Airflow 2 kills a task when one of its heartbeats takes longer than that.
    AIRFLOW__SCHEDULER__JOB_HEARTBEAT_SEC: "1",
    AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL: "1",
    // Nothing changes here, but a file must be read again when Airflow 2 could not store what it read: of two files
    // that name the same new asset at the same moment, the second one's insert fails.
    AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL: "60",
    AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: "60",
    AIRFLOW_CONN_MADE_BY_ENVIRONMENT: JSON.stringify({ conn_type: "aws", login, password, extra }),
    AIRFLOW_CONN_LATE_RECEIVER: `http://me:${latePassword}@127.0.0.1:${lateReceiver}`,
    AIRFLOW_CONN_PLANTED: JSON.stringify(plantedConnection),
    AIRFLOW_VAR_MADE_BY_ENVIRONMENT: awkwardText,
    // Airflow 2 itself writes to its audit log what the API was given.
    AIRFLOW_VAR_AWKWARD_SETTINGS: JSON.stringify({ pwd: `Pw&'x"${secretCore}`, place: "Zanzibar" }),
  };
}

async function configureFixtures({ api }: RunningAirflow, services: PipelineServices): Promise<void> {
  const literal = awkwardPassword.replaceAll("'", "''");
  await services.query(`create role awkward login password '${literal}'`);
  await api.post("/variables", { key: "awkward text", value: awkwardText });
  await api.post("/connections", { connection_id: "made_by_api", conn_type: "http", host: awkwardText });
  await api.post("/variables", { key: "awkward_token", value: `Tk&'x"${secretCore}\\<é>` });
  await api.post("/connections", {
    connection_id: "awkward_key",
    conn_type: "generic",
    extra: JSON.stringify({ private_key: awkwardKey }),
  });
  await api.post("/connections", {
    connection_id: "awkward_login",
    conn_type: "postgres",
    host: services.postgres.host,
    port: services.postgres.port,
    schema: "warehouse",
    login: "awkward",
    password: awkwardPassword,
  });
}
