// Started by a test, to be killed while its services run.
import { startPostgres } from "./postgres.ts";
import { startS3 } from "./s3.ts";

const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
console.log(JSON.stringify({ postgres: postgres.port, s3: s3?.endpoint ?? null, folder: postgres.folder }));
