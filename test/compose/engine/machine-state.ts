// What of a machine a container engine changes.
import { execa } from "execa";

/** What an engine could leave behind: processes, mounts, interfaces, packet filter, control groups, run files. */
export async function machineState(): Promise<string> {
  const looks = [
    "ps -eo comm= | grep -E '^(dockerd|containerd|docker-proxy)' || true",
    "cut -d' ' -f2 /proc/mounts",
    "ip -brief link | cut -d' ' -f1",
    "iptables -S; iptables -t nat -S",
    "sysctl net.ipv4.ip_forward",
    "ls /run /etc/docker /var/lib; ls -d /sys/fs/cgroup/*/docker /sys/fs/cgroup/docker 2>/dev/null || true",
  ];
  return (await execa("sh", ["-c", looks.join("\n")])).stdout;
}
