// `windsock runs`: shows the local runs of a project in a browser, until somebody stops it.
import { localEnvironment } from "../local/local-environment.ts";
import { OutFolder } from "../local/memory/out-folder.ts";
import { listenForStop } from "../local/stop-signals.ts";
import { UserError } from "../model/errors.ts";
import type { Project } from "../model/project.ts";
import { environmentMasker } from "../model/secrets/task-masker.ts";
import { ProjectHistory } from "./history/project-history.ts";
import { route } from "./serve/routes.ts";
import { type RunningServer, startServer } from "./serve/server.ts";

const defaultPort = 8090;
/** Ports that are tried after the usual one: those who work on several projects have several pages open. */
const others = 9;

export interface RunsOptions {
  readonly project: Project;
  /** Undefined for the usual one, or the first free one after it. */
  readonly port: number | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Told once the page is there. */
  readonly ready: (url: string) => void;
}

/**
 * Resolves when a signal has ended it.
 *
 * @throws {UserError} when the port is taken
 */
export async function serveRuns({ project, port, env, ready }: RunsOptions): Promise<void> {
  const out = new OutFolder(project);
  const history = new ProjectHistory(project, out);
  const masker = environmentMasker(localEnvironment(project, env));
  const stop = listenForStop();
  try {
    const server = await start(port, (url, signal) =>
      route({ project, out, history, masker, now: Date.now() }, url, signal),
    );
    ready(`http://localhost:${server.port}/`);
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
    await server.close();
  } finally {
    stop.close();
  }
}

async function start(
  asked: number | undefined,
  answer: Parameters<typeof startServer>[1],
): Promise<RunningServer> {
  const first = asked ?? defaultPort;
  const last = asked ?? defaultPort + others;
  for (let port = first; port <= last; port += 1) {
    const server = await startServer(port, answer);
    if (server) return server;
  }
  const taken = first === last ? `Port ${first} is` : `The ports ${first} to ${last} are`;
  throw new UserError(
    `${taken} taken by other programs. Stop one, or choose another port: --port ${last + 1}`,
  );
}
