// Single source files as ts-morph sees them. No program is ever built of them: that would cost seconds.
import { Project } from "ts-morph";

/** Empty; files are added one by one, without what they import. */
export function sourceProject(): Project {
  return new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true },
  });
}
