// Builds the image below all stand-ins: a minimal Debian that reaches the package registries as this machine does.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Engine } from "../engine/start-engine.ts";

const NAME = "windsock-test/debian";
const AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";
const script = path.join(import.meta.dirname, "base/make-root.sh");

/** Does nothing when the image is there and this machine's settings are those it was built with. */
export async function buildBase(engine: Engine): Promise<void> {
  const settings = await registrySettings();
  const stamp = createHash("sha256")
    .update(JSON.stringify(settings))
    .update(await readFile(script))
    .update(await readFile(AUTHORITIES))
    .digest("hex");
  const label = ["image", "inspect", "--format", '{{ index .Config.Labels "stamp" }}', NAME];
  if ((await engine.run("docker", label).catch(() => "")) === stamp) return;

  const root = path.join(engine.folder, "stage/base");
  await rm(root, { recursive: true, force: true });
  await mkdir(path.dirname(root), { recursive: true });
  await execa("nice", ["sh", script, root]);
  const changes = Object.entries(settings).map(([name, value]) => `ENV ${name}=${value}`);
  const options = [`LABEL stamp=${stamp}`, ...changes].flatMap((change) => ["--change", change]);
  // The first argument is the folder; the rest goes to docker.
  const pack = 'root=$1; shift; tar -C "$root" -c . | docker import "$@"';
  await engine.run("sh", ["-c", pack, "sh", root, ...options, "-", NAME]);
  await rm(root, { recursive: true });
}

/** Where this machine gets packages, in the words of the programs that will ask. */
async function registrySettings(): Promise<Readonly<Record<string, string>>> {
  const { stdout: npmRegistry } = await execa("npm", ["config", "get", "registry"]);
  const inherited = Object.entries(process.env).filter(([name]) =>
    /^(https?_proxy|no_proxy|UV_(DEFAULT_)?INDEX(_URL)?)$/i.test(name),
  );
  return {
    SSL_CERT_FILE: AUTHORITIES,
    NODE_EXTRA_CA_CERTS: AUTHORITIES,
    npm_config_registry: npmRegistry,
    npm_config_update_notifier: "false",
    ...Object.fromEntries(inherited.map(([name, value = ""]) => [name, value])),
  };
}
