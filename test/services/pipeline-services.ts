// What the reference pipeline reads from and writes to: an S3-protocol server with the sample data, a warehouse.
import pg from "pg";
import { fillBucket } from "../../dags-ts/local/airflow/fill-bucket.ts";
import type { AirflowApi } from "../../src/airflow/api/airflow-api.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";
import { toolsEnvironment } from "./python.ts";
import { type S3Server, startS3 } from "./s3.ts";

/** As the original's third step sets them in the web UI. */
const variables = {
  bucket_key: "user-incoming-bucket",
  source_key: "user-data/session_user_data{ds_nodash}.zip",
  dest_key: "user-data-clean/session_user_data{ds_nodash}.csv",
} as const;

/** Running servers, private to whoever started them. */
export interface PipelineServices {
  readonly s3: S3Server;
  readonly postgres: PostgresServer;
  /** Airflow's metadata database, as {@link AirflowSettings.database} wants it. */
  readonly metadata: string;
  /** Asks the warehouse. */
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** Asks Airflow's metadata database. */
  queryMetadata<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/**
 * Starts the servers and puts the sample data in place.
 *
 * @param store the folder in which the sample data are kept between runs
 */
export async function startPipelineServices(store: string): Promise<PipelineServices> {
  // For its error: without Python, the S3 server only says that it is not there.
  await toolsEnvironment();
  const [s3, postgres] = await Promise.all([startS3(), startPostgres()]);
  if (!s3) throw new Error("There is no Python for the S3-protocol server.");
  await fillBucket(s3.client, store);
  for (const name of ["airflow", "warehouse"]) await query(postgres, "postgres", `create database ${name}`);
  return {
    s3,
    postgres,
    metadata: `windsock:test-secret@${postgres.host}:${postgres.port}/airflow`,
    query: (sql) => query(postgres, "warehouse", sql),
    queryMetadata: (sql) => query(postgres, "airflow", sql),
    async stop() {
      await Promise.all([s3.stop(), postgres.stop()]);
    },
  };
}

async function query<Row extends pg.QueryResultRow>(
  { host, port }: PostgresServer,
  database: string,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client({ host, port, database, user: "windsock", password: "test-secret" });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Creates the pipeline's variables and connections in Airflow, where the web UI shows them. */
export async function configurePipeline(api: AirflowApi, { s3, postgres }: PipelineServices): Promise<void> {
  for (const [key, value] of Object.entries(variables)) await api.post("/variables", { key, value });
  for (const connection of [s3.connection(), postgres.connection({ schema: "warehouse" })]) {
    const { connId, connType, extra, host, login, password, schema, port } = connection;
    const fields = { host, login, password, schema, port };
    const given = Object.entries(fields).filter(([, value]) => value !== null);
    await api.post("/connections", {
      connection_id: connId,
      conn_type: connType,
      extra: JSON.stringify(extra),
      ...Object.fromEntries(given),
    });
  }
}
