// Lets something else happen at a chosen moment of a run, against the real object store.
import type { ObjectStore } from "windsock/hooks";

/** The real store, which calls back once when an object has been written. */
export function callingBack(store: ObjectStore, writtenKey: string, callBack: () => unknown): ObjectStore {
  let call: typeof callBack | null = callBack;
  const write: ObjectStore["write"] = async (...args) => {
    const written = await store.write(...args);
    const once = args[1] === writtenKey ? call : null;
    if (once) call = null;
    await once?.();
    return written;
  };
  return Object.assign(Object.create(store) as ObjectStore, {
    write,
    head: store.head.bind(store),
    read: store.read.bind(store),
    stream: store.stream.bind(store),
    delete: store.delete.bind(store),
  });
}
