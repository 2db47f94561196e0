// Whether the bench notices when two programs did not do the same work.
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { Agreement, DisagreementError } from "./agreement.ts";

const figures = (users: number) =>
  JSON.stringify({ users, searches: 3, rental: 1, sale: 1, none: 1, rows: { read: 9 } });
const outputs = (text: string) => ({ "clean data set": Readable.from([Buffer.from(text)]) });

test("programs that print the same figures and write the same bytes agree", async () => {
  const agreement = new Agreement();
  await agreement.check("ours", figures(2), outputs("a,b\n"));
  await expect(agreement.check("theirs", figures(2), outputs("a,b\n"))).resolves.toBeUndefined();
});

test.each([
  { what: "another figure", users: 3, text: "a,b\n", told: 'figures: {"users":3' },
  { what: "another byte", users: 2, text: "a,c\n", told: "clean data set: 4 bytes with SHA-256" },
  { what: "a byte less", users: 2, text: "a,b", told: "clean data set: 3 bytes" },
])("$what is a disagreement that says who and what", async ({ users, text, told }) => {
  const agreement = new Agreement();
  await agreement.check("ours", figures(2), outputs("a,b\n"));
  const checked = agreement.check("theirs", figures(users), outputs(text));
  await expect(checked).rejects.toThrow(DisagreementError);
  await expect(checked).rejects.toThrow(`theirs and ours disagree on the same input. Its ${told}`);
});
