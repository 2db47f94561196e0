// Copies an object through the AWS SDK without looking at it: one GET, streamed into a multipart upload.
// Arguments: endpoint, bucket, source key, destination key.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

const [endpoint = "", Bucket = "", source = "", destination = ""] = process.argv.slice(2);
const client = new S3Client({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test-key", secretAccessKey: "test-secret" },
  forcePathStyle: true,
});
const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: source }));
if (!Body) throw new Error("The answer has no body.");
await new Upload({
  client,
  params: { Bucket, Key: destination, Body },
  partSize: 8 * 1024 * 1024,
}).done();
client.destroy();
