// The settings an Airflow of this machine runs with, as the environment of its processes.
import { randomBytes } from "node:crypto";
import path from "node:path";
import type { AirflowLogin } from "../api/airflow-api.ts";
import { type AirflowVersion, isAirflow2 } from "../environment/airflow-versions.ts";
import type { PythonEnvironment } from "../environment/python-environment.ts";

export interface AirflowSettings {
  readonly version: AirflowVersion;
  /** Its AIRFLOW_HOME: settings, logs. */
  readonly home: string;
  readonly dagsFolder: string;
  readonly port: number;
  /** SQLAlchemy's URL of its metadata database, a PostgreSQL one that is there and empty; without the driver. */
  readonly database: string;
  /** Runs a triggerer as well, for tasks that are deferrable. The web UI shows its absence in red. */
  readonly triggerer?: boolean;
  /** Variables, connections, and settings that replace those of this file or add to them. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Tasks that may run at once; runs wait for one another beyond. */
const parallelism = "4";

/** Where Airflow 3 finds the password of its user. */
export function passwordFile({ home }: AirflowSettings): string {
  return path.join(home, "passwords.json");
}

/** The environment of all processes of an Airflow: what this process has, without Airflow settings of its own. */
export function airflowVariables(
  settings: AirflowSettings,
  python: PythonEnvironment,
  login: AirflowLogin,
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(AIRFLOW|PYTHON|VIRTUAL_ENV)/.test(entry[0]),
  );
  const { PATH = "", ...rest } = Object.fromEntries(inherited);
  const programs = [path.dirname(python.python), path.dirname(process.execPath), PATH];
  return {
    ...rest,
    PATH: programs.join(path.delimiter),
    // Nothing is written beside the DAGs; and what Python compiled once is found again.
    PYTHONPYCACHEPREFIX: path.join(path.dirname(python.python), "../pycache"),
    ...commonSettings(settings),
    ...(isAirflow2(settings.version) ? airflow2(settings) : airflow3(settings, login)),
    ...settings.env,
  };
}

function commonSettings({ home, dagsFolder, database }: AirflowSettings): Record<string, string> {
  return {
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: dagsFolder,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__EXECUTOR: "LocalExecutor",
    AIRFLOW__CORE__PARALLELISM: parallelism,
    AIRFLOW__CORE__FERNET_KEY: randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `postgresql+psycopg2://${database}`,
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: "False",
    AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT: "120",
  };
}

function airflow2({ port }: AirflowSettings): Record<string, string> {
  const basicAuth = "airflow.api.auth.backend.basic_auth";
  return {
    AIRFLOW__API__AUTH_BACKENDS: `${basicAuth},airflow.api.auth.backend.session`,
    AIRFLOW__WEBSERVER__SECRET_KEY: secret(),
    AIRFLOW__WEBSERVER__BASE_URL: `http://localhost:${port}`,
    AIRFLOW__WEBSERVER__WORKERS: "2",
    AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL: "5",
    AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL: "10",
  };
}

function airflow3(settings: AirflowSettings, { username }: AirflowLogin): Record<string, string> {
  const { port, database } = settings;
  return {
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC: `postgresql+asyncpg://${database}`,
    // Not "all admins": a web page whose host's name leads here would be one, too.
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: `${username}:admin`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: passwordFile(settings),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `http://127.0.0.1:${port}/execution/`,
    AIRFLOW__API__BASE_URL: `http://localhost:${port}`,
    AIRFLOW__API__SECRET_KEY: secret(),
    AIRFLOW__API_AUTH__JWT_SECRET: secret(),
    // A worker may see the end of a task's process only when it next thinks of a heartbeat, by default after five
    // seconds: for a third of all tasks. So that it bears with the API server as long, it may fail five times as often.
    AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL: "1",
    AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS: "15",
    AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL: "5",
    AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: "10",
  };
}

function secret(): string {
  return randomBytes(48).toString("base64url");
}
