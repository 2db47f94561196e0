// The contestant that the others are compared with in Airflow.

/** Operators that do their work in Airflow's own process of a task. */
export const python = "Python operators";
