// Talks to a running Airflow through its REST API: `/api/v1` of Airflow 2, `/api/v2` of Airflow 3.
import { setTimeout } from "node:timers/promises";
import type { AirflowLogin } from "./airflow-settings.ts";

/** Airflow refused a request. */
export class AirflowApiError extends Error {
  readonly status: number;

  constructor(request: string, status: number, body: string) {
    super(`Airflow answered ${status} to ${request}: ${body.slice(0, 2_000)}`);
    this.name = "AirflowApiError";
    this.status = status;
  }
}

/** The REST API of one Airflow; the paths that are the same in both versions need no distinction. */
export class AirflowApi {
  readonly #url: string;
  readonly #login: AirflowLogin | null;
  #authorization: Promise<string> | undefined;

  /**
   * @param url such as `http://localhost:8080`
   * @param login of Airflow 2; null for an Airflow 3 that asks nobody
   */
  constructor(url: string, login: AirflowLogin | null) {
    this.#url = url;
    this.#login = login;
  }

  get<T>(path: string): Promise<T> {
    return this.#send("GET", path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.#send("POST", path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.#send("PATCH", path, body);
  }

  /** A page of text, such as a task's log. */
  async text(path: string, accept = "text/plain"): Promise<string> {
    return (await this.#fetch("GET", path, undefined, accept)).text();
  }

  /** Waits until the API answers and the scheduler has reported itself. */
  async untilHealthy(signal: AbortSignal): Promise<void> {
    const path = this.#login ? "/health" : "/api/v2/monitor/health";
    for (;;) {
      const answer = await fetch(this.#url + path, { signal }).catch(() => null);
      signal.throwIfAborted();
      if (answer?.ok && isHealthy(await answer.json())) return;
      await setTimeout(500, undefined, { signal });
    }
  }

  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.#fetch(method, path, body, "application/json");
    const text = await answer.text();
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  async #fetch(method: string, path: string, body: object | undefined, accept: string): Promise<Response> {
    this.#authorization ??= this.#authorize();
    const answer = await fetch(`${this.#url}/api/${this.#login ? "v1" : "v2"}${path}`, {
      method,
      headers: {
        accept,
        authorization: await this.#authorization,
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    throw new AirflowApiError(`${method} ${path}`, answer.status, await answer.text());
  }

  async #authorize(): Promise<string> {
    if (this.#login) {
      const { username, password } = this.#login;
      return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    }
    const answer = await fetch(`${this.#url}/auth/token`);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return `Bearer ${token}`;
  }
}

function isHealthy(health: unknown): boolean {
  const {
    metadatabase,
    scheduler,
    dag_processor: dagProcessor,
  } = health as Record<"metadatabase" | "scheduler" | "dag_processor", { status: string | null } | undefined>;
  const ok = (part: { status: string | null } | undefined) => part?.status === "healthy";
  // Of Airflow 2, the DAG processor is a part of the scheduler.
  return ok(metadatabase) && ok(scheduler) && (ok(dagProcessor) || (dagProcessor?.status ?? null) === null);
}
