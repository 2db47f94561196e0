// Compares versions such as `20.19` and `4.2.0`, as far as asking for a lowest one takes.

/** Whether `version` is `lowest` or a later one. Parts that `lowest` does not name may be anything. */
export function isAtLeast(version: string, lowest: string): boolean {
  const parts = version.replace(/^v/, "").split(".").map(Number.parseFloat);
  const wanted = lowest.split(".").map(Number);
  const first = wanted.findIndex((part, index) => part !== parts[index]);
  return first === -1 || Number(parts[first]) > Number(wanted[first]);
}
