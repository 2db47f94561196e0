// Finds in a log what ended a try.

/** The last error that was logged, with the lines that belong to it; null when there is none. */
export function errorIn(log: string): string | null {
  const lines = log.split("\n");
  const start = lines.findLastIndex((line) => line.startsWith("ERROR "));
  if (start === -1) return null;
  const rest = lines.slice(start + 1);
  const next = rest.findIndex((line) => !/^\s/.test(line));
  const own = rest.slice(0, next === -1 ? rest.length : next);
  return [lines[start]?.slice("ERROR".length).trim() ?? "", ...own.map((line) => line.replace(/^ {8}/, ""))]
    .join("\n")
    .trimEnd();
}
