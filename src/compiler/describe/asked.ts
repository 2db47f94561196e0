// What DAG modules asked of their surroundings while they were evaluated.

/** All of it, whoever asked: the modules or what they import. */
export interface Asked {
  /** Names of environment variables; `*` for which there are. */
  readonly variables: readonly string[];
  /** Absolute; with a `/` at the end it is the names in a folder. */
  readonly files: readonly string[];
  /** DAG modules, and files that user code of theirs is in, that asked for what is another thing each time. */
  readonly restless: readonly string[];
}

export const nothingAsked: Asked = { variables: [], files: [], restless: [] };
