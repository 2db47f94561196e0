// Over TLS, a body is not hashed once more for the signature of its request: its checksum tells whether it came whole.
import type { S3Client } from "@aws-sdk/client-s3";

/** What the signature of a request has instead of the body's SHA-256. */
const unsigned = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };

/**
 * As botocore, and so Airflow's own hook: over plain HTTP, and without a checksum (`request_checksum_calculation` is
 * `when_required`), the signature goes on to cover the body.
 */
export function leaveBodiesUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { readonly protocol: string; headers: Record<string, string> };
      const isChecked = request.headers["x-amz-checksum-crc32"] !== undefined;
      if (request.protocol === "https:" && isChecked) request.headers = { ...request.headers, ...unsigned };
      return next(args);
    },
    // Behind what adds the checksum.
    { name: "leaveBodiesUnsigned", step: "build", priority: "low" },
  );
}
