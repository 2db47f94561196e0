// Fills the dates of a run into the object keys that Airflow Variables hold.
import { AirflowFailException, type DateNames } from "windsock";

/**
 * Replaces `{ds_nodash}` and Airflow's other date names in an object key.
 *
 * @param template such as `user-data/session_user_data{ds_nodash}.zip`
 * @throws {AirflowFailException} when a name in braces is none of Airflow's date names
 */
export function fillDateNames(template: string, dates: DateNames): string {
  const values = new Map(Object.entries(dates));
  return template.replaceAll(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const known = Array.from(values.keys(), (key) => `{${key}}`).join(", ");
    throw new AirflowFailException(
      `The object key "${template}" holds ${placeholder}, which is no date name. Use one of ${known}.`,
    );
  });
}
