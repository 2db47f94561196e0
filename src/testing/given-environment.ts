// The variables and connections of a test, in the forms that Airflow's environment variables have.
import { Environment } from "../model/connection/environment.ts";
import { connectionVariable, variableVariable } from "../model/connection/variable-names.ts";

type Texts = Readonly<Record<string, string>>;

/** Nothing else is there: no variable of the process, no file. */
export function givenEnvironment(connections: Texts, variables: Texts): Environment {
  return new Environment(process.cwd(), [
    {},
    Object.fromEntries([
      ...Object.entries(connections).map(([connId, text]) => [connectionVariable(connId), text]),
      ...Object.entries(variables).map(([key, text]) => [variableVariable(key), text]),
    ]),
  ]);
}
