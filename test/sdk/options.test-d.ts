// What the types of options and labels take, and what they refuse.
import { chain, Dag, label, type PodOverride } from "windsock";

const spot: PodOverride = {
  metadata: { labels: { team: "data" } },
  spec: {
    containers: [{ name: "base", resources: { requests: { cpu: 2, memory: "1Gi" } } }],
    tolerations: [{ key: "spot", operator: "Exists" }],
  },
};

const dag = new Dag("a", {
  allowedRunTypes: ["manual", "backfill"],
  defaults: { executorConfig: { podOverride: spot } },
});
const one = dag.empty("one", { executorConfig: { podTemplateFile: "/pods/one.yaml" } });
const two = dag.empty("two", { executorConfig: { cpu: 4, tags: [{ key: "team", value: "data" }] } });

// @ts-expect-error no kind of run
new Dag("b", { allowedRunTypes: ["nightly"] });
// @ts-expect-error a list
new Dag("c", { allowedRunTypes: "manual" });
// @ts-expect-error a pod has no such part
dag.empty("three", { executorConfig: { podOverride: { specs: { containers: [] } } } });
// @ts-expect-error a container has a name
dag.empty("four", { executorConfig: { podOverride: { spec: { containers: [{ image: "node" }] } } } });
// @ts-expect-error the client makes no pod without a list of containers
dag.empty("five", { executorConfig: { podOverride: { spec: { nodeSelector: { a: "b" } } } } });
// @ts-expect-error a path
dag.empty("six", { executorConfig: { podTemplateFile: 1 } });
// @ts-expect-error not of a DAG
new Dag("d", { executorConfig: {} });

chain(one, label("x"), two);
chain(one, [label("x"), label("y")], [two, dag.empty("seven")], label("z"), dag.taskGroup("group"));
// @ts-expect-error a label is made by label()
chain(one, "x", two);
// @ts-expect-error of text
label(1);
// @ts-expect-error a label is no task
one.before(label("x"));
