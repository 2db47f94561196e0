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

/** The pieces of `body`, until the signal is aborted: then its reason is thrown, whatever the body waits for. */
export async function* piecesUntilAborted<T>(body: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const pieces = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await untilAborted(pieces.next(), signal);
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: a body that waits for something hears of it only afterwards.
    pieces.return?.().catch(() => undefined);
  }
}
