/** A promise that is awaited later: until then nobody else needs to hear of its failure. */
export function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
