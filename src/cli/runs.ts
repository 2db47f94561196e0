// `windsock runs`: reads the command line, and shows the local runs in a browser.
import pc from "picocolors";
import { loadProject } from "../compiler/config/load-project.ts";
import { UsageError } from "../model/errors.ts";
import { serveRuns } from "../runs/serve-runs.ts";
import { openInBrowser } from "../system/open-in-browser.ts";
import { number, type Options } from "./options.ts";

/** @returns the exit code */
export async function runsCommand(options: Options): Promise<number> {
  const port = number(options, "port", "--port", 1024);
  if (port !== undefined && (!Number.isInteger(port) || port > 65_535)) {
    throw new UsageError(`--port ${port} is not a whole number up to 65535.`);
  }
  const project = await loadProject(process.cwd());
  await serveRuns({
    project,
    port,
    env: process.env,
    ready: (url) => {
      console.log(`Local runs of ${project.name}: ${pc.bold(url)}\nOn this machine only. Ctrl-C stops it.`);
      if (options.open) openInBrowser(url, () => console.log("No browser could be opened. Follow the link."));
    },
  });
  return 0;
}
