// A clone of this project, brought up by docker-compose as a newcomer would, on the test's own engine.
import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Engine } from "./engine/start-engine.ts";

const project = path.resolve(import.meta.dirname, "../..");
const override = path.join(import.meta.dirname, "override.yml");
const label = "label=com.docker.compose.project=windsock";

export interface Container {
  readonly id: string;
  readonly service: string;
  /** Such as `Up 2 minutes (healthy)`. */
  readonly status: string;
  /** Such as `127.0.0.1:8080->8080/tcp`. */
  readonly ports: string;
}

/** A part of what the engine says of a container. */
interface Inspected {
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: Readonly<Record<"CapAdd" | "CapDrop" | "SecurityOpt", readonly string[] | null>>;
}

/** What a container may do. */
export interface Limits {
  readonly service: string;
  readonly adds: readonly string[];
  readonly drops: readonly string[];
  readonly options: readonly string[];
}

/** The project under test. */
export class ComposeProject {
  /** The clone. */
  readonly folder: string;
  readonly #engine: Engine;
  readonly #port: number;

  private constructor(engine: Engine, folder: string, port: number) {
    this.#engine = engine;
    this.folder = folder;
    this.#port = port;
  }

  /**
   * Copies what a commit of everything as it is now would hold, so that nothing built or installed here helps,
   * and the test's own DAG.
   */
  static async clone(engine: Engine, port: number): Promise<ComposeProject> {
    const folder = path.join(engine.folder, "project");
    await rm(folder, { recursive: true, force: true });
    const { stdout } = await execa("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: project });
    const files = stdout.split("\0").filter((file) => file !== "" && existsSync(path.join(project, file)));
    for (const file of files) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await cp(path.join(project, file), path.join(folder, file));
    }
    await cp(path.join(import.meta.dirname, "dags-ts"), path.join(folder, "dags-ts"), { recursive: true });
    return new ComposeProject(engine, folder, port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The one command, with two workers. */
  async up(): Promise<void> {
    try {
      await this.compose("up", "--detach", "--scale", "airflow-worker=2");
    } catch (cause) {
      const logs = await this.compose("logs", "--no-color", "--tail", "40");
      throw new Error(`${cause instanceof Error ? cause.message : cause}\n\n${logs}`, { cause });
    }
  }

  /** @param options such as `--volumes`, which removes the data as well */
  async down(...options: string[]): Promise<void> {
    await this.compose("down", "--remove-orphans", ...options);
  }

  compose(...args: string[]): Promise<string> {
    const env = {
      COMPOSE_FILE: `docker-compose.yml:${override}`,
      COMPOSE_PROJECT_NAME: "windsock",
      AIRFLOW_PORT: String(this.#port),
    };
    return this.#engine.run("docker-compose", args, { cwd: this.folder, env });
  }

  /** Those that run now. */
  async containers(): Promise<Container[]> {
    const fields = ["{{.ID}}", '{{.Label "com.docker.compose.service"}}', "{{.Status}}", "{{.Ports}}"];
    const lines = await this.#engine.run("docker", ["ps", "--filter", label, "--format", fields.join("\t")]);
    return lines.split("\n").map((line) => {
      const [id = "", service = "", status = "", ports = ""] = line.split("\t");
      return { id, service, status, ports };
    });
  }

  /** Of all containers, those that have ended included. */
  async limits(): Promise<Limits[]> {
    const ids = await this.#engine.run("docker", ["ps", "--all", "--quiet", "--filter", label]);
    const containers = JSON.parse(await this.#engine.run("docker", ["inspect", ...ids.split("\n")]));
    return containers.map(
      ({ Config: { Labels: labels }, HostConfig: { CapAdd, CapDrop, SecurityOpt } }: Inspected) => ({
        service: labels["com.docker.compose.service"],
        adds: CapAdd ?? [],
        drops: CapDrop ?? [],
        options: SecurityOpt ?? [],
      }),
    );
  }

  /** As a crash of the machine would end it: at once, and it does not come back. */
  async kill(container: string): Promise<void> {
    await this.#engine.run("docker", ["kill", container]);
  }

  /** Where another process of this machine reaches a service that no port is published for. */
  async address(service: string): Promise<string> {
    const { id = "" } = (await this.containers()).find((container) => container.service === service) ?? {};
    const format = "{{ range .NetworkSettings.Networks }}{{ .IPAddress }}{{ end }}";
    return this.#engine.run("docker", ["inspect", "--format", format, id]);
  }

  /** The rows of a query on the warehouse, as CSV with a header. */
  query(sql: string): Promise<string> {
    return this.compose("exec", "-T", "warehouse", "psql", "--csv", "--username=windsock", "--command", sql);
  }
}
