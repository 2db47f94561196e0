// Where a graph runs otherwise in Airflow than in the local runner.
import type { InstanceEnd, RunEnd } from "./runs.ts";

/** What differs in one run, in words. Empty where nothing does. */
export function differences(airflow: RunEnd | undefined, local: RunEnd | undefined): string[] {
  if (!airflow || !local)
    return [`run: ${airflow?.state ?? "none"} in Airflow, ${local?.state ?? "none"} locally`];
  const names = new Set([...Object.keys(airflow.instances), ...Object.keys(local.instances)]);
  const isBlocked = Object.values(airflow.instances).some(({ state }) => state === null);
  const found = [...names].flatMap((name) => {
    const [theirs, ours] = [airflow.instances[name], local.instances[name]];
    // A task that its past holds back for ever has no state in Airflow, and nothing after it has; here it is upstream_failed.
    if (isBlocked && theirs?.state === null) return [];
    return differenceOf(name, theirs, ours);
  });
  return airflow.state === local.state
    ? found
    : [`run: ${airflow.state} in Airflow, ${local.state} locally`, ...found];
}

function differenceOf(
  name: string,
  theirs: InstanceEnd | undefined,
  ours: InstanceEnd | undefined,
): string[] {
  const isEmpty = /(?:^|\.)empty_/.test(name);
  const shown = (end: InstanceEnd | undefined) =>
    end === undefined
      ? "not there"
      : `${end.state}${isEmpty ? "" : ` after ${end.tries} tries, returned ${JSON.stringify(end.value)}`}`;
  return shown(theirs) === shown(ours)
    ? []
    : [`${name}: ${shown(theirs)} in Airflow, ${shown(ours)} locally`];
}
