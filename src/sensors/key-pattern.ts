// Patterns of keys, as Python's fnmatch has them, after which Airflow's S3KeySensor looks.

/** What every key begins with that matches. */
export function fixedStart(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?[]|$/));
}

/** Whether a key matches, all of it. */
export function keyPattern(pattern: string): (key: string) => boolean {
  let source = "";
  for (let at = 0; at < pattern.length; ) {
    const [written] = /^(?:\[!?\]?[^\]]*\]|[\s\S])/u.exec(pattern.slice(at)) ?? [""];
    source += sourceOf(written);
    at += written.length;
  }
  const form = new RegExp(`^${source}$`, "su");
  return (key) => form.test(key);
}

function sourceOf(written: string): string {
  if (written === "*") return ".*";
  if (written === "?") return ".";
  if (written.length > 2 && written.startsWith("[")) {
    const [, not = "", characters = ""] = /^\[(!?)(.*)\]$/s.exec(written) ?? [];
    const escaped = characters.replaceAll(/[\\\]^[]/g, "\\$&");
    return `[${not && "^"}${escaped}]`;
  }
  return written.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
