// Looks into the object store behind the pipeline's back.
import { createHash } from "node:crypto";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { ComposeProject } from "./compose-project.ts";

// Which Node the SDK's next version wants is no matter of a test's.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const Bucket = "user-incoming-bucket";

/** Keys of all objects in the store, each with a hash of its content. */
export async function objects(project: ComposeProject): Promise<string[]> {
  const endpoint = `http://${await project.address("object-store")}:8333`;
  const credentials = { accessKeyId: "windsock", secretAccessKey: "local-object-store" };
  const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const found: string[] = [];
  for (const { Key } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const content = (await Body?.transformToByteArray()) ?? "";
    found.push(`${Key} ${createHash("sha256").update(content).digest("hex")}`);
  }
  client.destroy();
  return found;
}
