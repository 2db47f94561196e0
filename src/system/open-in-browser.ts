// Opens an address in the browser that somebody uses.
import { spawn } from "node:child_process";

const programs: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** @param failed called when there is no such program, or it finds no browser */
export function openInBrowser(url: string, failed: () => void): void {
  const [program = "", ...args] = programs[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.once("error", failed);
  child.once("exit", (code) => {
    if (code) failed();
  });
  child.unref();
}
