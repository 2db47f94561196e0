// The object store hook: S3 and what speaks its protocol, or a folder.
import { folderType } from "../model/connection/connection-types.ts";
import { defineHook, type Hook } from "../sdk/hook.ts";
import type { ObjectStore } from "./object-store/object-store.ts";

/**
 * Opens an Airflow connection as an object store.
 *
 * - `aws` and `s3`: login is the access key id, password the secret key (without them: the AWS SDK's default
 *   chain, such as an IAM role). Extra: `endpoint_url` or `service_config.s3.endpoint_url`, `region_name`,
 *   `aws_session_token`, `profile_name`; of `config_kwargs` (botocore's settings) `connect_timeout` and
 *   `read_timeout` in seconds, 5 and 300 unless given, and `retries.total_max_attempts`, 5 unless given.
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
