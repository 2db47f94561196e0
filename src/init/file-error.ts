// Why a file of the project cannot be read or written, and what to do.
import { initCommand } from "../model/command.ts";
import { UserError } from "../model/errors.ts";

const otherFolder = `choose another folder: ${initCommand} <folder>`;

const reasons: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EACCES: ["permission is denied", `Give yourself the right, or ${otherFolder}`],
  EPERM: ["permission is denied", `Give yourself the right, or ${otherFolder}`],
  EROFS: ["the file system is read-only", `Please ${otherFolder}`],
  ENOSPC: ["the disk is full", "Make room, and run this again: it goes on with what is missing"],
  EDQUOT: [
    "your share of the disk is full",
    "Make room, and run this again: it goes on with what is missing",
  ],
  ENOTDIR: ["a file is where a folder should be", `Move that file away, or ${otherFolder}`],
  EEXIST: ["a file is where a folder should be", `Move that file away, or ${otherFolder}`],
  EISDIR: ["a folder is where a file should be", `Move that folder away, or ${otherFolder}`],
  ENAMETOOLONG: ["the name is too long", `Please ${otherFolder}`],
};

export function fileError(file: string, what: "read" | "written", cause: NodeJS.ErrnoException): UserError {
  const [reason, remedy] = reasons[cause.code ?? ""] ?? [cause.message, `Put that right, or ${otherFolder}`];
  return new UserError(`${file} cannot be ${what}: ${reason}. ${remedy}`, { cause });
}
