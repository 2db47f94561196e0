// Python operators as Airflow 3.3.2 has them. Written by windsock python-types airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator: run it again after an update.
import { type JsonValue, type PythonValue, pythonOperator } from "windsock";

/** Arguments of `airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator`. */
export interface S3ToRedshiftOperatorArguments {
  /** reference to a specific table in redshift database */
  table: string;
  /** reference to a specific S3 bucket */
  s3_bucket: string;
  /** key prefix that selects single or multiple objects from S3 */
  s3_key: string;
  /**
   * reference to a specific schema in redshift database. Do not provide when copying into a temporary table
   * @default null
   */
  schema?: string | null;
  /**
   * reference to a specific redshift database OR a redshift data-api connection
   * @default "redshift_default"
   */
  redshift_conn_id?: string;
  /**
   * reference to a specific S3 connection If the AWS connection contains 'aws_iam_role' in ``extras`` the
   * operator will use AWS STS credentials with a token
   * https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-authorization.html#copy-credentials
   * @default NOTSET
   */
  aws_conn_id?: string | null;
  /**
   * Whether to verify SSL certificates for S3 connection. By default, SSL certificates are verified. You can
   * provide the following values: Takes no run-time expressions.
   * @default null
   */
  verify?: boolean | string | null;
  /**
   * list of column names to load source data fields into specific target columns
   * https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-column-mapping.html#copy-column-list
   * @default null
   */
  column_list?: readonly string[] | null;
  /**
   * reference to a list of COPY options
   * @default null
   */
  copy_options?: readonly JsonValue[] | null;
  /**
   * Takes no run-time expressions.
   * @default false
   */
  autocommit?: boolean;
  /**
   * Action to be performed on execution. Available ``APPEND``, ``UPSERT`` and ``REPLACE``.
   * @default "APPEND"
   */
  method?: string;
  /**
   * List of fields to use as key on upsert action Takes no run-time expressions.
   * @default null
   */
  upsert_keys?: readonly string[] | null;
  /**
   * If using the Redshift Data API instead of the SQL-based connection, dict of arguments for the hook's
   * ``execute_query`` method. Cannot include any of these kwargs: ``{'sql', 'parameters'}``
   * @default null
   */
  redshift_data_api_kwargs?: Readonly<Record<string, JsonValue>> | null;
}

/** Executes an COPY command to load files from s3 to Redshift. */
export const s3ToRedshiftOperator = pythonOperator<S3ToRedshiftOperatorArguments, null>(
  "airflow.providers.amazon.aws.transfers.s3_to_redshift.S3ToRedshiftOperator",
  {
    templateFields: [
      "s3_bucket",
      "s3_key",
      "schema",
      "table",
      "column_list",
      "copy_options",
      "redshift_conn_id",
      "method",
      "redshift_data_api_kwargs",
      "aws_conn_id",
    ],
  },
);

/** Arguments of `airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator`. */
export interface SQLExecuteQueryOperatorArguments {
  /**
   * the SQL code or string pointing to a template file to be executed (templated). File must have a '.sql'
   * extension.
   */
  sql: string | readonly string[];
  /**
   * (optional) if True, each command is automatically committed (default: False). Takes no run-time
   * expressions.
   * @default false
   */
  autocommit?: boolean;
  /**
   * (optional) the parameters to render the SQL query with.
   * @default null
   */
  parameters?: Readonly<Record<string, JsonValue>> | readonly JsonValue[] | null;
  /**
   * (optional) the function that will be applied to the cursor (default: fetch_all_handler). Takes no
   * run-time expressions. Made by Python: Callable.
   * @default function
   */
  handler?: PythonValue;
  /**
   * (optional) the function that will be applied to the result (default: default_output_processor). Takes no
   * run-time expressions. Made by Python: Callable.
   * @default null
   */
  output_processor?: PythonValue;
  /**
   * the connection ID used to connect to the database
   * @default null
   */
  conn_id?: string | null;
  /**
   * name of database which overwrite the defined one in connection
   * @default null
   */
  database?: string | null;
  /**
   * (optional) if split single SQL string into statements. By default, defers to the default value in the
   * ``run`` method of the configured hook. Takes no run-time expressions.
   * @default null
   */
  split_statements?: boolean | null;
  /**
   * (optional) return the result of only last statement (default: True). Takes no run-time expressions.
   * @default true
   */
  return_last?: boolean;
  /**
   * (optional) if true operator output will be printed to the task log. Use with caution. It's not
   * recommended to dump large datasets to the log. (default: False). Takes no run-time expressions.
   * @default false
   */
  show_return_value_in_logs?: boolean;
  /**
   * (optional) if True, ensures that query results are fetched before completing execution. If
   * `do_xcom_push` is True, results are fetched automatically, making this parameter redundant.  (default:
   * False). Takes no run-time expressions.
   * @default false
   */
  requires_result_fetch?: boolean;
  /** @default null */
  hook_params?: Readonly<Record<string, JsonValue>> | null;
  /**
   * Takes no run-time expressions.
   * @default true
   */
  retry_on_failure?: boolean;
}

/** Executes SQL code in a specific database. */
export const sqlExecuteQueryOperator = pythonOperator<SQLExecuteQueryOperatorArguments, unknown>(
  "airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator",
  { templateFields: ["sql", "parameters", "conn_id", "database", "hook_params"] },
);
