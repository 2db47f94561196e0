// The row of which it is decided what becomes of it, as the pass sees it.
import { WideFingerprint } from "windsock/data";
import { numericId } from "../numeric-id.ts";
import { ValidSearches } from "../valid-searches.ts";
import { notNumeric, type RowReader } from "./bytes/row-reader.ts";
import type { ValidRow } from "./repeats/pass.ts";
import { UserAtHand } from "./repeats/user-at-hand.ts";

/** One object for all rows, wherever they are read. Equal columns make equal ones, however they are quoted. */
export class RowAtHand implements ValidRow {
  readonly user = new UserAtHand();
  line = 0;
  searches = new ValidSearches();
  readonly #fingerprint = new WideFingerprint();
  /** Has the second column, its quotes doubled. */
  #bytes: DataView = new DataView(new ArrayBuffer(0));
  #dataStart = 0;
  #dataEnd = 0;

  /** Takes the row that was read last. */
  setRead({ userNumber, userId, userData, words, searches }: RowReader, line: number): void {
    if (userNumber === notNumeric) this.user.setText(words, userId.start, userId.end);
    else this.user.setNumber(userNumber);
    this.#set(words, userData.start, userData.end, searches, line);
  }

  setTexts(userId: string, userData: string, searches: ValidSearches, line: number): void {
    const id = withDoubledQuotes(userId);
    if (numericId.test(userId)) this.user.setNumber(Number(userId));
    else this.user.setText(id, 0, id.byteLength);
    const data = withDoubledQuotes(userData);
    this.#set(data, 0, data.byteLength, searches, line);
  }

  fingerprint(): WideFingerprint {
    this.#fingerprint.ofBytes(this.#bytes, this.#dataStart, this.#dataEnd, this.user.high, this.user.low);
    return this.#fingerprint;
  }

  #set(bytes: DataView, start: number, end: number, searches: ValidSearches, line: number): void {
    this.#bytes = bytes;
    this.#dataStart = start;
    this.#dataEnd = end;
    this.searches = searches;
    this.line = line;
  }
}

function withDoubledQuotes(text: string): DataView {
  const { buffer, byteOffset, byteLength } = new TextEncoder().encode(text.replaceAll('"', '""'));
  return new DataView(buffer, byteOffset, byteLength);
}
