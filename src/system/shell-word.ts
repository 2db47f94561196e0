// A word of a command line that is shown to a person, to be pasted.

/** Quoted where a POSIX shell would not take it as it is. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
