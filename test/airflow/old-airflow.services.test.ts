// What an Airflow that is too old says of the DAG files: its version, instead of a name it does not know.
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { plainPython } from "../services/python.ts";

const folder = path.resolve(import.meta.dirname, "../../src/python");
const python = await plainPython();

describe.skipIf(!python)("the module that all DAG files import", () => {
  test.each(["2.9.3", "1.10.15"])("refuses Airflow %s by name", async (version) => {
    const program = [
      "import sys, types",
      "airflow = sys.modules['airflow'] = types.ModuleType('airflow')",
      `airflow.__version__ = "${version}"`,
      "import shared_module",
    ];
    const { stderr, exitCode } = await execa(python ?? "", ["-c", program.join("\n")], {
      env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" },
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`need Airflow 2.10 or later, and this is Airflow ${version}.`);
  });
});
