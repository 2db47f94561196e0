// How a task ends other than by returning or failing: Airflow's two exceptions, by Airflow's names.

/**
 * Ends the task as skipped; downstream tasks follow their trigger rule.
 *
 * @see https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/tasks.html#special-exceptions
 */
export class AirflowSkipException extends Error {
  /** @param reason shown in the task's log */
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "AirflowSkipException";
  }
}

/**
 * Fails the task at once, without using up its retries: for what another try cannot mend.
 *
 * @see https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/tasks.html#special-exceptions
 */
export class AirflowFailException extends Error {
  /** @param reason shown in the task's log */
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "AirflowFailException";
  }
}
