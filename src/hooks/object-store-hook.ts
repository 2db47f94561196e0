// The object store hook: S3 and what speaks its protocol, or a folder.
import { folderType } from "../model/connection/connection-types.ts";
import { defineHook, type Hook } from "../sdk/hook.ts";
import type { ObjectStore } from "./object-store/object-store.ts";

/**
 * Opens an Airflow connection as an object store.
 *
 * - `aws` and `s3`: login is the access key id, password the secret key (without both: the AWS SDK's default
 *   chain, such as an IAM role). Extra, in the Amazon provider's words: `endpoint_url`, `region_name`,
 *   `aws_session_token`, `profile_name`, `verify`, and botocore's settings in `config_kwargs`, such as
 *   `read_timeout` in seconds. What cannot be followed fails by name; docs/connections.md has it all.
 * - `fs`, Airflow's "File (path)": extra `path` is an absolute folder whose sub-folders are the buckets.
 *   An etag is made from the file's inode, size and time of change.
 */
export const objectStore: Hook<ObjectStore> = defineHook({
  name: "ObjectStoreHook",
  connTypes: ["aws", "s3", folderType],
  async open(connection, services) {
    // Evaluating the AWS SDK takes longer than starting Node: only who needs it pays.
    if (connection.connType === folderType) {
      const { FileObjectStore } = await import("./object-store/file/file-object-store.ts");
      return new FileObjectStore(connection, services);
    }
    const { S3ObjectStore } = await import("./object-store/s3/s3-object-store.ts");
    return new S3ObjectStore(connection, services);
  },
});
