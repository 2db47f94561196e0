// A certificate for "localhost" that nobody else has signed.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";

export interface OwnCertificate {
  readonly file: string;
  /** For a server that has it. */
  readonly options: { readonly key: Buffer; readonly cert: Buffer };
  /** Takes its files away. */
  remove(): Promise<void>;
}

export async function ownCertificate(): Promise<OwnCertificate> {
  const folder = await mkdtemp(path.join(tmpdir(), "certificate-"));
  const [key, file] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await execa("openssl", ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", file]);
  return {
    file,
    options: { key: await readFile(key), cert: await readFile(file) },
    remove: () => rm(folder, { recursive: true }),
  };
}
