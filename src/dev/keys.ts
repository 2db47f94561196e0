// The keys that a person on a terminal can press.

export interface Keys {
  again(): void;
  quit(): void;
}

/** What the keys are, in words. */
export const keysHelp = "Enter: run again, q: quit";

const quitKeys = ["q", "Q", "\x03", "\x04"];
const againKeys = ["\r", "\n"];

/**
 * Listens for keys, where the input is a terminal.
 *
 * @returns stops listening, and leaves the terminal as it was; null where nobody can press any
 */
export function listenForKeys(input: NodeJS.ReadStream, keys: Keys): (() => void) | null {
  if (!input.isTTY) return null;
  const listen = (data: Buffer) => {
    for (const key of data.toString()) {
      if (quitKeys.includes(key)) keys.quit();
      else if (againKeys.includes(key)) keys.again();
    }
  };
  // A terminal that is gone tells of it in another way.
  const ignore = () => undefined;
  input.on("error", ignore);
  input.setRawMode(true);
  input.on("data", listen);
  return () => {
    input.off("data", listen);
    input.setRawMode(false);
    input.pause();
  };
}
