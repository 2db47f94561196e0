// Which Node can run Windsock and its bundles. An old Node reads this file: its syntax is that of Node 14.
import { isAtLeast } from "../system/version.ts";

/** `engines` in package.json says the same. */
export const oldestNode = "20.19";

/**
 * One line that says what is wrong with the Node that runs this, or null.
 *
 * @param what needs another one, such as `windsock`
 */
export function nodeProblem(what: string): string | null {
  const { version, execPath } = process;
  if (isAtLeast(version, oldestNode)) return null;
  return `${what} needs Node.js ${oldestNode} or later, and this is Node.js ${version} (${execPath}).`;
}
