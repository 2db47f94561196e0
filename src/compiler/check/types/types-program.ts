// The program of a process that checks types again and again, as `tsc` does once: TypeScript stays loaded, and what it has
// read and found out stays with it.
import { createRequire } from "node:module";
import type TypeScript from "typescript";

/** The configuration to check by, relative to the process's folder. */
export type TypesRequest = string;

/** What `tsc --pretty false` would print, and end with. */
export interface TypesReply {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Program = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;

/** A file as it was read last; without a text, there was none. */
interface Kept {
  readonly text: string | undefined;
  readonly source: TypeScript.SourceFile | undefined;
}

const [, , library = "typescript"] = process.argv;
const ts: typeof TypeScript = createRequire(import.meta.url)(library);

/** By name, and how it is parsed. */
const kept = new Map<string, Kept>();
let keptFor = "";
let last: Program | undefined;

// What TypeScript throws ends the process; then it is `tsc`'s to say what is wrong.
process.on("message", (config: TypesRequest) => {
  process.send?.(check(config));
});

function check(config: string): TypesReply {
  const unreadable: TypeScript.Diagnostic[] = [];
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => unreadable.push(diagnostic) },
  );
  if (!parsed) return said(unreadable);
  const { options, fileNames, projectReferences } = parsed;
  const host = hostFor(options);
  last = ts.createEmitAndSemanticDiagnosticsBuilderProgram(
    fileNames,
    options,
    host,
    last ?? ts.readBuilderProgram(options, host),
    ts.getConfigFileParsingDiagnostics(parsed),
    projectReferences,
  );
  const found = diagnosticsOf(last);
  // No more than what it remembers is written.
  return said([...found, ...last.emit().diagnostics]);
}

/** As `tsc`, which looks no further than the first kind of them. */
function diagnosticsOf(program: Program): readonly TypeScript.Diagnostic[] {
  const ofConfig = program.getConfigFileParsingDiagnostics();
  const syntactic = program.getSyntacticDiagnostics();
  if (syntactic.length > 0) return [...ofConfig, ...syntactic];
  const general = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  return [...ofConfig, ...general, ...(general.length > 0 ? [] : program.getSemanticDiagnostics())];
}

function said(diagnostics: readonly TypeScript.Diagnostic[]): TypesReply {
  const sorted = ts.sortAndDeduplicateDiagnostics(diagnostics);
  const names = {
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => "\n",
  };
  const stdout = sorted.map((diagnostic) => ts.formatDiagnostic(diagnostic, names)).join("");
  return { stdout, stderr: "", exitCode: sorted.length === 0 ? 0 : 1 };
}

/** Reads every file, and parses those anew whose text is another one. */
function hostFor(options: TypeScript.CompilerOptions): TypeScript.CompilerHost {
  const current = JSON.stringify(options);
  if (current !== keptFor) kept.clear();
  keptFor = current;
  const host = ts.createIncrementalCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, how, ...rest) => {
    const { impliedNodeFormat = "", languageVersion } =
      typeof how === "object" ? how : { languageVersion: how };
    const key = `${languageVersion} ${impliedNodeFormat} ${name}`;
    const text = host.readFile(name);
    const known = kept.get(key);
    if (known && known.text === text) return known.source;
    const source = read(name, how, ...rest);
    kept.set(key, { text, source });
    return source;
  };
  // Any file may have come or gone: what an import means is looked up each time.
  host.hasInvalidatedResolutions = () => true;
  return host;
}
