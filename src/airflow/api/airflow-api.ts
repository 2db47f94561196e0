// Talks to a running Airflow through its REST API: `/api/v1` of Airflow 2, `/api/v2` of Airflow 3.
import { setTimeout } from "node:timers/promises";
import { isAirflow2 } from "../environment/airflow-versions.ts";

/** How to get in, as an admin. */
export interface AirflowLogin {
  readonly username: string;
  readonly password: string;
}

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
  readonly #version: string;
  readonly #login: AirflowLogin;
  #authorization: string | undefined;

  /**
   * @param url such as `http://localhost:8080`
   * @param version such as `3.3`
   */
  constructor(url: string, version: string, login: AirflowLogin) {
    this.#url = url;
    this.#version = version;
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
    const path = isAirflow2(this.#version) ? "/health" : "/api/v2/monitor/health";
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
    let answer = await this.#attempt(method, path, body, accept);
    if (answer.status === 401) {
      // A token lasts a day.
      this.#authorization = undefined;
      answer = await this.#attempt(method, path, body, accept);
    }
    if (answer.ok) return answer;
    throw new AirflowApiError(`${method} ${path}`, answer.status, await answer.text());
  }

  async #attempt(method: string, path: string, body: object | undefined, accept: string): Promise<Response> {
    this.#authorization ??= await this.#authorize();
    const version = isAirflow2(this.#version) ? "v1" : "v2";
    return fetch(`${this.#url}/api/${version}${path}`, {
      method,
      headers: {
        accept,
        authorization: this.#authorization,
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async #authorize(): Promise<string> {
    const { username, password } = this.#login;
    if (isAirflow2(this.#version)) {
      return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    }
    const answer = await fetch(`${this.#url}/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(this.#login),
    });
    if (!answer.ok) throw new AirflowApiError("POST /auth/token", answer.status, await answer.text());
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
