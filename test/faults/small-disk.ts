// Disks that are soon full.
import { execa } from "execa";

/** Puts a disk in memory in the folder's place. Only root may do so, and not in every container. */
export async function mountSmallDisk(folder: string, size = "4m"): Promise<boolean> {
  const mount = ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder];
  const { failed } = await execa("mount", mount, { reject: false });
  return !failed;
}

export async function unmount(folder: string): Promise<void> {
  await execa("umount", ["-l", folder]);
}
