// What the Python files of a project are called, which share Airflow's folder with those of others.
import { shortHash } from "../../model/project.ts";
import { pythonIdentifier } from "./python-literal.ts";

/** The longest name of a Python module that every file system takes, with what is added while it is written. */
const longestModule = 200;

/** The name of a DAG's Python file: the id as a Python name, and a hash where that does not tell it from others. */
export function dagFileName(dagId: string): string {
  const name = pythonIdentifier(dagId, new Set());
  const told = /^\p{ASCII}*$/u.test(dagId) && name.length <= longestModule;
  const module = told ? name : `${name.slice(0, 100)}_${shortHash(dagId)}`;
  // What else begins so are the modules that DAG files share, this project's and others'.
  return `${/^windsock_/i.test(module) ? `dag_${module}` : module}.py`;
}

/** The name of the module that a project's DAG files share. */
export function sharedModule(projectName: string): string {
  return `windsock_${projectName}`;
}

/** The name of the module that runs tasks. No project's name has two underscores together. */
export function runningModule(projectName: string): string {
  return `${sharedModule(projectName)}__running`;
}

/** The name of the module that finds secrets and masks them. */
export function maskingModule(projectName: string): string {
  return `${sharedModule(projectName)}__masking`;
}

/** The name of the module with what has to do with assets. */
export function assetsModule(projectName: string): string {
  return `${sharedModule(projectName)}__assets`;
}

/** The name of the module with the operators of branches. */
export function branchingModule(projectName: string): string {
  return `${sharedModule(projectName)}__branching`;
}

/** The name of the module with the operators that have to do with other DAGs. */
export function otherDagsModule(projectName: string): string {
  return `${sharedModule(projectName)}__other_dags`;
}

/** The name of the module with the class of sensors. */
export function sensorsModule(projectName: string): string {
  return `${sharedModule(projectName)}__sensors`;
}

/** The name of the module that makes callbacks. */
export function callbacksModule(projectName: string): string {
  return `${sharedModule(projectName)}__callbacks`;
}

/** The name of the module that calls callbacks. */
export function callingModule(projectName: string): string {
  return `${sharedModule(projectName)}__calling`;
}

/** The name of the module for Python operators. */
export function operatorsModule(projectName: string): string {
  return `${sharedModule(projectName)}__operators`;
}

/** The name of the module for mapped tasks and groups. */
export function mappingModule(projectName: string): string {
  return `${sharedModule(projectName)}__mapping`;
}

/** The name of the module that makes pods. */
export function kubernetesModule(projectName: string): string {
  return `${sharedModule(projectName)}__kubernetes`;
}
