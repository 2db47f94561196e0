// Lets a task that was asked to stop go on at once, whatever it was waiting for.

/**
 * The outcome of `work`, or a rejection with the signal's reason as soon as it is aborted. The work itself is
 * left to end by its own means.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
