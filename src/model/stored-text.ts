// Which text Airflow can store: PostgreSQL's text and JSON have no NUL, and Python's UTF-8 no half of a character.

/** What is wrong with a text, or undefined. */
export function textProblem(text: string): string | undefined {
  if (text.includes("\0"))
    return "holds a NUL character (\\0), which Airflow's database cannot store. Leave it out.";
  if (/\p{Surrogate}/u.test(text)) {
    return "holds half of a character (a lone surrogate), which is no text. Cut text between characters, not inside one.";
  }
  return undefined;
}
