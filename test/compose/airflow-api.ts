// Airflow's REST API, as much of it as the test asks for.
import * as z from "zod";

const dagRun = z.object({ dag_run_id: z.string(), state: z.string() });
const dagRuns = z.object({ dag_runs: z.array(dagRun) });

const taskInstance = z.object({
  dag_run_id: z.string(),
  task_id: z.string(),
  state: z.string().nullable(),
  try_number: z.int(),
  hostname: z.string().nullable(),
});
const taskInstances = z.object({ task_instances: z.array(taskInstance) });

export type DagRun = z.output<typeof dagRun>;
export type TaskInstance = z.output<typeof taskInstance>;

/** Whoever is logged in at an API server. */
export class AirflowApi {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @param url such as `http://127.0.0.1:8080` */
  static async login(url: string, username: string, password: string): Promise<AirflowApi> {
    const response = await fetch(`${url}/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`The login was refused: ${response.status} ${await response.text()}`);
    const { access_token } = z.object({ access_token: z.string() }).parse(await response.json());
    return new AirflowApi(url, access_token);
  }

  async hasDag(dagId: string): Promise<boolean> {
    return (await this.#fetch(`dags/${dagId}`)).ok;
  }

  async unpause(dagId: string): Promise<void> {
    await this.#ask(`dags/${dagId}`, { method: "PATCH", body: JSON.stringify({ is_paused: false }) });
  }

  async trigger(dagId: string): Promise<void> {
    await this.#ask(`dags/${dagId}/dagRuns`, {
      method: "POST",
      body: JSON.stringify({ logical_date: null }),
    });
  }

  async dagRuns(dagId: string): Promise<DagRun[]> {
    return dagRuns.parse(await this.#ask(`dags/${dagId}/dagRuns?limit=100`)).dag_runs;
  }

  /** Those of all runs, 100 at most. */
  async taskInstances(dagId: string, taskId: string): Promise<TaskInstance[]> {
    const path = `dags/${dagId}/dagRuns/~/taskInstances?limit=100&task_id=${taskId}`;
    const all = taskInstances.parse(await this.#ask(path)).task_instances;
    return all.filter(({ task_id }) => task_id === taskId);
  }

  async #ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.#fetch(path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    return fetch(`${this.#url}/api/v2/${path}`, { ...init, headers });
  }
}
