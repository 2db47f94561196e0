// Keeps Node from ending the process for a promise that fails before anybody waits for it.

/** The promise, which is awaited later: until then its failure is nobody's fault. */
export function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
