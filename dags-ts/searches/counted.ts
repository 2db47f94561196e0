// Counts as people read them, for logs and errors.

/** Such as `12,345 rows` or `1 row`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Such as `12,345`. */
export function formatCount(count: number): string {
  // Not toLocaleString: loading its data costs a task 7 MB.
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
