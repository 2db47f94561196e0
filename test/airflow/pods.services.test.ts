// Pods of tasks, made by Airflow's Kubernetes provider.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as z from "zod";
import { Container, PodMetadata, PodSpec, podOverride } from "../../src/model/dag/pod.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, kubernetesPackages } from "../services/python.ts";

const dag = `
  import { Dag, type PodOverride } from "windsock";
  const spot: PodOverride = {
    metadata: { labels: { team: "data" } },
    spec: {
      containers: [{ name: "base", resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: 2 } } }],
      nodeSelector: { lifecycle: "spot" },
      tolerations: [{ key: "spot", operator: "Exists" }],
    },
  };
  const dag = new Dag("pods", { defaults: { executorConfig: { podOverride: spot } } });
  dag.task("heavy", () => null)();
  dag.task("plain", () => null, { executorConfig: { podTemplateFile: "/pods/plain.yaml" } })();
  export default dag;
`;

const spot = {
  metadata: { labels: { team: "data" } },
  spec: {
    containers: [
      { name: "base", resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2" } } },
    ],
    nodeSelector: { lifecycle: "spot" },
    tolerations: [{ key: "spot", operator: "Exists" }],
  },
};

/** Loads the DAGs of a folder, stores each as Airflow does, and says what is stored of its tasks' pods. */
const loader = `
import json, os, sys
import airflow
if airflow.__version__.startswith("2."):
    from airflow.models.dagbag import DagBag
    from airflow.serialization.serialized_objects import SerializedDAG as Stored
else:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.serialization.serialized_objects import DagSerialization as Stored
bag = DagBag(sys.argv[1])
found = {"errors": [str(error) for error in bag.import_errors.values()], "tasks": {}}
for dag in bag.dags.values():
    Stored.from_dict(json.loads(json.dumps(Stored.to_dict(dag))))
    for task in dag.tasks:
        pod = (task.executor_config or {}).get("pod_override")
        if pod is not None:
            from kubernetes.client import ApiClient
            pod = ApiClient().sanitize_for_serialization(pod)
        found["tasks"][task.task_id] = {**(task.executor_config or {}), **({"pod_override": pod} if pod else {})}
print("\\n" + json.dumps(found))
`;

const airflows = await Promise.all(
  (["3.3", "2.11"] as const).map(async (version) => ({
    version,
    airflow: await airflowEnvironment(version),
  })),
);

let project: TestProject;
beforeAll(async () => {
  project = await TestProject.create({ "dags-ts/pods.ts": dag });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

/** Runs Python in an Airflow of its own. */
async function python(program: string, script: string, packages: string | null, ...args: string[]) {
  await mkdir(path.join(project.folder, "out"), { recursive: true });
  const home = await mkdtemp(path.join(project.folder, "out/airflow-"));
  const file = path.join(home, "script.py");
  await writeFile(file, script);
  const { stdout } = await execa(program, [file, ...args], {
    cwd: home,
    env: {
      AIRFLOW_HOME: home,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      PYTHONDONTWRITEBYTECODE: "1",
      ...(packages !== null && { PYTHONPATH: packages }),
    },
  });
  await rm(home, { recursive: true });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n{")));
}

describe.each(airflows)("in Airflow $version", ({ airflow }) => {
  const program = airflow?.python ?? "";
  const generated = () => path.join(project.folder, "generated");

  test.skipIf(!airflow)("a podOverride is a pod, and is stored as one", async () => {
    expect(await python(program, loader, await kubernetesPackages(program), generated())).toEqual({
      errors: [],
      tasks: { heavy: { pod_override: spot }, plain: { pod_template_file: "/pods/plain.yaml" } },
    });
  });

  test.skipIf(!airflow)("without the provider, the DAG says what to install", async () => {
    const { errors } = await python(program, loader, null, generated());
    expect(errors).toEqual([
      expect.stringContaining(
        "A task has a podOverride, which needs Airflow's Kubernetes provider wherever DAG files are read: " +
          "pip install apache-airflow-providers-cncf-kubernetes",
      ),
    ]);
  });
});

const newest = airflows[0]?.airflow;

describe.skipIf(!newest)("Kubernetes' client", () => {
  const program = newest?.python ?? "";

  test("has the names that pods may have here, and no others", async () => {
    const names = (schema: z.ZodObject) => Object.keys(schema.shape).sort();
    const script = `
import json
from kubernetes import client
print("\\n" + json.dumps({name: sorted(getattr(client, name).attribute_map.values()) for name in ("V1Pod", "V1ObjectMeta", "V1PodSpec", "V1Container")}))
`;
    const known = await python(program, script, await kubernetesPackages(program));
    expect(names(Container)).toEqual(known.V1Container);
    expect(names(PodSpec)).toEqual(known.V1PodSpec);
    expect([...names(podOverride), "status"]).toEqual(known.V1Pod);
    expect(known.V1ObjectMeta).toEqual(expect.arrayContaining(names(PodMetadata)));
  });

  test("passes over what it does not know, which is an error", async () => {
    const script = `
import json, sys
sys.path.append(sys.argv[1])
from windsock_acme_pipelines__kubernetes import pod_override
try:
    pod_override({"spec": {"containers": [{"name": "base", "ports": [{"containerPort": 80}, {"containerPort": 81, "title": "http"}]}], "affinity": {"nodes": {}, "nodeAffinity": None}}})
except ValueError as error:
    print("\\n" + json.dumps({"error": str(error)}))
`;
    expect(
      await python(
        program,
        script,
        await kubernetesPackages(program),
        path.join(project.folder, "generated"),
      ),
    ).toEqual({
      error:
        "Kubernetes' Python client knows no spec.containers[0].ports[1].title, spec.affinity.nodes of a podOverride. " +
        "Mend its name, or leave it out.",
    });
  });
});
