// How languages and tools write text inside of theirs.
// `python/masking.py` has the same escapes; a test compares them.

/** Inside of a JSON string. */
export function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python writes JSON. */
export function asciiJson(text: string): string {
  return json(text).replaceAll(/[^ -~]/g, unicodeEscape);
}

/** As Jinja's `tojson` writes JSON. */
export function templateJson(text: string): string {
  return asciiJson(text).replaceAll(/[<>&']/g, unicodeEscape);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** As Python, JavaScript, C and MySQL write a string: whichever quote is around it. */
export function backslashes(text: string): string[] {
  const bare = text.replaceAll(/[\\\p{Cc}]/gu, (character) => controls[character] ?? hexEscape(character));
  return [bare, bare.replaceAll("'", "\\'"), bare.replaceAll('"', '\\"')];
}

const controls: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** As Python writes bytes. */
export function bytesRepr(text: string): string[] {
  return backslashes(Buffer.from(text).toString("latin1")).map((repr) =>
    repr.replaceAll(/[^ -~]/g, hexEscape),
  );
}

/** By the ways there are to write `"` and `'` in HTML. */
export function html(text: string): string[] {
  const bare = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    ['"', "'"],
    ["&quot;", "'"],
    ["&quot;", "&#39;"],
    ["&quot;", "&#x27;"],
    ["&quot;", "&apos;"],
    ["&#34;", "&#39;"],
  ].map(([double = "", single = ""]) => bare.replaceAll('"', double).replaceAll("'", single));
}

/** As SQL writes strings and names, and CSV its fields. */
export function doubled(text: string): string[] {
  return [text.replaceAll("'", "''"), text.replaceAll('"', '""')];
}

/** As shells and their helpers quote an argument. */
export function shell(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll(/[$`"\\]/g, "\\$&"),
    text.replaceAll(/[^A-Za-z0-9_@%+=:./~#\n\u0080-\u{10ffff}-]/gu, "\\$&"),
  ];
}

/** What is left as it is beside letters and digits, by who encodes. */
const unreserved = [
  "-_.~", // RFC 3986, AWS, Python's quote_plus
  "-_.~/", // Python's quote
  "-_.!~*'()", // encodeURIComponent
  "-_.!~*'();/?:@&=+$,#", // encodeURI
  "*-._", // URLSearchParams
  "!$%&'()*+,-._~", // the user and password of a URL, as WHATWG has it
  "!$%&()*+,-./:;=?@[\\]^_`{|}~", // its query
];

/** In URLs, with both cases of the hexadecimal digits, and with `+` for a space. */
export function percentForms(text: string): string[] {
  const bytes = Buffer.from(text).toString("latin1");
  return unreserved.flatMap((safe) => {
    const upper = bytes.replaceAll(/[^A-Za-z0-9]/g, (byte) => (safe.includes(byte) ? byte : percent(byte)));
    const lower = bytes.replaceAll(/[^A-Za-z0-9]/g, (byte) =>
      safe.includes(byte) ? byte : percent(byte).toLowerCase(),
    );
    return [upper, lower].flatMap((form) => [form, form.replaceAll("%20", "+")]);
  });
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
