// What a task tells the executor that runs it.
import * as z from "zod";
import { toJson } from "../to-json.ts";
import { type PodOverride, podOverride } from "./pod.ts";

/** Names in Python of what the KubernetesExecutor reads. */
export const kubernetesNames = { podOverride: "pod_override", podTemplateFile: "pod_template_file" } as const;

/** What the KubernetesExecutor reads, and whatever other executors do, by their own names. */
export interface ExecutorConfig {
  /** What the task's pod has otherwise than its template: a pod as in a manifest. */
  readonly podOverride?: PodOverride | undefined;
  /** The manifest of which the pod is made: a path where Airflow's executor is. */
  readonly podTemplateFile?: string | undefined;
  readonly [name: string]: unknown;
}

/** Values that it may have. */
export const executorConfig: z.ZodType<ExecutorConfig, ExecutorConfig> = z
  .looseObject({
    podOverride: podOverride.optional(),
    podTemplateFile: z.string().min(1).optional(),
  })
  .superRefine((config, issues) => {
    for (const [name, python] of Object.entries(kubernetesNames)) {
      if (python in config) issues.addIssue({ code: "custom", message: `Write ${name} for ${python}` });
    }
    try {
      toJson(config, "executorConfig");
    } catch (error) {
      issues.addIssue({ code: "custom", message: (error as TypeError).message });
    }
  });
