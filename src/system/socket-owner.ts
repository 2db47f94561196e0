// Tells whose program is at the other end of a connection within this machine.
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

/** All connections of this machine, one a line: proc_net_tcp(5). */
const tables = ["/proc/net/tcp", "/proc/net/tcp6"];

/**
 * Whether the other end belongs to this process's user, or to root, who reads everything anyway. True where the
 * system does not tell: on macOS and Windows.
 */
export function isOwnConnection({
  remotePort,
  localPort,
}: Pick<Socket, "remotePort" | "localPort">): boolean {
  const own = process.getuid?.();
  if (own === undefined) return true;
  const owners = ownersOf(remotePort, localPort);
  return owners === null || (owners.length > 0 && owners.every((uid) => uid === own || uid === 0));
}

/** Of the ends of connections from one port to the other; null where there are no tables. */
function ownersOf(from: number | undefined, to: number | undefined): number[] | null {
  const rows = tables.map(rowsOf);
  if (rows.every((each) => each === null)) return null;
  return rows
    .flatMap((each) => each ?? [])
    .filter(({ local, remote }) => local === from && remote === to)
    .map(({ uid }) => uid);
}

interface Row {
  readonly local: number;
  readonly remote: number;
  readonly uid: number;
}

function rowsOf(table: string): Row[] | null {
  let text: string;
  try {
    text = readFileSync(table, "utf8");
  } catch {
    return null;
  }
  return text.split("\n").flatMap((line) => {
    // Number, the two addresses, state, queues, timer, retransmissions, user.
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/);
    return local === undefined || remote === undefined
      ? []
      : [{ local: port(local), remote: port(remote), uid: Number(uid) }];
  });
}

/** `0100007F:1F90` */
function port(address: string): number {
  return Number.parseInt(address.slice(address.lastIndexOf(":") + 1), 16);
}
