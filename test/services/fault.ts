// What the fault proxy can do to what passes through it, and where.

/**
 * What happens at the chosen point. "reset": the connection breaks; "end": it ends as if all were said; "stall":
 * nothing more comes; "corrupt": one bit of the next byte flips; a function: the stream waits for it.
 */
export type Act = "reset" | "end" | "stall" | "corrupt" | (() => Promise<unknown>);

export interface Fault {
  /**
   * The exchanges it is for: "connect", or those whose request begins with, in HTTP, a line like
   * `GET /bucket/key?x-id=GetObject HTTP/1.1`. Other protocols are matched against each piece sent.
   */
  readonly on: "connect" | RegExp;
  /** Where: in the bytes of the request or of the response, or in an HTTP response's body. @default "response" */
  readonly in?: "request" | "response" | "body";
  /** After so many bytes of it. @default 0 */
  readonly after?: number;
  readonly act: Act | Answer;
  /** How many exchanges it happens in. @default 1 */
  readonly times?: number;
}

/** An answer in place of the server's, which then learns nothing of the request. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** A fault that was injected. */
export interface Injected {
  /** How many times it has happened. */
  readonly hits: number;
  /** The heads of the HTTP requests that it met. */
  readonly requests: readonly string[];
}

/** S3's way to refuse a request. */
export function s3Refusal(status: number, code: string, message = code): Answer {
  return {
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

/** A fault with a count of what it has met. */
export interface ArmedFault extends Fault {
  hits: number;
  readonly requests: string[];
}
