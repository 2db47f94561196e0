// `windsock sql`: reads the command line, runs the query, and prints or writes what it returns.
import { loadProject } from "../compiler/config/load-project.ts";
import { formatRows, type RowFormat, rowFormats } from "../local/warehouse/format-rows.ts";
import { queryWarehouse } from "../local/warehouse/query.ts";
import { UsageError } from "../model/errors.ts";
import { replaceFile } from "../system/replace-file.ts";
import { type Options, text, texts } from "./options.ts";

/** @returns the exit code */
export async function sqlCommand(argument: string | undefined, options: Options): Promise<number> {
  const query = [argument, ...texts(options, "--")].find((text) => text !== undefined);
  if (query === undefined) throw new UsageError('No query given. For example: windsock sql "select 1".');
  const format = text(options, "format") ?? "table";
  if (!isRowFormat(format)) {
    throw new UsageError(`--format ${format} is not one of ${rowFormats.join(", ")}.`);
  }
  const output = text(options, "output");
  const result = await queryWarehouse(query, {
    project: await loadProject(process.cwd()),
    env: process.env,
    connId: text(options, "conn"),
  });
  const formatted = formatRows(result, format);
  if (output === undefined) process.stdout.write(formatted);
  else replaceFile(output, formatted);
  return 0;
}

function isRowFormat(format: string): format is RowFormat {
  return (rowFormats as readonly string[]).includes(format);
}
