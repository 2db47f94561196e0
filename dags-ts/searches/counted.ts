// Counts as people read them, for logs and errors.

/** Such as `12,345 rows` or `1 row`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Such as `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
