// What a task's pod in Kubernetes has otherwise than those of other tasks: the shape of a manifest, as in YAML.
import * as z from "zod";
import type { JsonValue } from "../json.ts";

const json = z.custom<JsonValue>();
const text = z.string();
const texts = z.array(text).readonly();
const whole = z.number().int();
const flag = z.boolean();
const textsByName = z.record(text, text);
const someObject = z.record(text, json);
const objects = z.array(someObject).readonly();

/** What is set aside for a container at least, and at most: `{ cpu: "500m", memory: "1Gi" }`. */
const amounts = z.record(text, z.union([text, z.number()]));
const resources = z.strictObject({
  claims: objects.optional(),
  limits: amounts.optional(),
  requests: amounts.optional(),
});

/** A container of a pod; the task's own is named `base`. */
export const Container = z.strictObject({
  name: text,
  args: texts.optional(),
  command: texts.optional(),
  env: z
    .array(z.strictObject({ name: text, value: text.optional(), valueFrom: someObject.optional() }))
    .readonly()
    .optional(),
  envFrom: objects.optional(),
  image: text.optional(),
  imagePullPolicy: text.optional(),
  lifecycle: someObject.optional(),
  livenessProbe: someObject.optional(),
  ports: objects.optional(),
  readinessProbe: someObject.optional(),
  resizePolicy: objects.optional(),
  resources: resources.optional(),
  restartPolicy: text.optional(),
  restartPolicyRules: objects.optional(),
  securityContext: someObject.optional(),
  startupProbe: someObject.optional(),
  stdin: flag.optional(),
  stdinOnce: flag.optional(),
  terminationMessagePath: text.optional(),
  terminationMessagePolicy: text.optional(),
  tty: flag.optional(),
  volumeDevices: objects.optional(),
  volumeMounts: objects.optional(),
  workingDir: text.optional(),
});

/** What a pod is made of. Python's client makes none without a list of containers, which may be empty. */
export const PodSpec = z.strictObject({
  containers: z.array(Container).readonly(),
  activeDeadlineSeconds: whole.optional(),
  affinity: someObject.optional(),
  automountServiceAccountToken: flag.optional(),
  dnsConfig: someObject.optional(),
  dnsPolicy: text.optional(),
  enableServiceLinks: flag.optional(),
  ephemeralContainers: objects.optional(),
  hostAliases: objects.optional(),
  hostIPC: flag.optional(),
  hostNetwork: flag.optional(),
  hostPID: flag.optional(),
  hostUsers: flag.optional(),
  hostname: text.optional(),
  hostnameOverride: text.optional(),
  imagePullSecrets: z
    .array(z.strictObject({ name: text }))
    .readonly()
    .optional(),
  initContainers: z.array(Container).readonly().optional(),
  nodeName: text.optional(),
  nodeSelector: textsByName.optional(),
  os: someObject.optional(),
  overhead: amounts.optional(),
  preemptionPolicy: text.optional(),
  priority: whole.optional(),
  priorityClassName: text.optional(),
  readinessGates: objects.optional(),
  resourceClaims: objects.optional(),
  resources: resources.optional(),
  restartPolicy: text.optional(),
  runtimeClassName: text.optional(),
  schedulerName: text.optional(),
  schedulingGates: objects.optional(),
  schedulingGroup: someObject.optional(),
  securityContext: someObject.optional(),
  serviceAccount: text.optional(),
  serviceAccountName: text.optional(),
  setHostnameAsFQDN: flag.optional(),
  shareProcessNamespace: flag.optional(),
  subdomain: text.optional(),
  terminationGracePeriodSeconds: whole.optional(),
  tolerations: z
    .array(
      z.strictObject({
        effect: text.optional(),
        key: text.optional(),
        operator: text.optional(),
        tolerationSeconds: whole.optional(),
        value: text.optional(),
      }),
    )
    .readonly()
    .optional(),
  topologySpreadConstraints: objects.optional(),
  volumes: objects.optional(),
});

/** Of what a pod's metadata may say, all that is said before it is there. */
export const PodMetadata = z.strictObject({
  annotations: textsByName.optional(),
  finalizers: texts.optional(),
  labels: textsByName.optional(),
  namespace: text.optional(),
  ownerReferences: objects.optional(),
});

/** Values that a pod as in a manifest may have. */
export const podOverride = z.strictObject({
  apiVersion: z.literal("v1").optional(),
  kind: z.literal("Pod").optional(),
  metadata: PodMetadata.optional(),
  spec: PodSpec.optional(),
});
/** A pod as in a manifest, all of it optional: Airflow puts it over the pod that it makes of its template. */
export type PodOverride = z.input<typeof podOverride>;
