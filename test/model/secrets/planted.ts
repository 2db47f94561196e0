// Forty secrets of all shapes in one connection, for tests that look for what a run leaves behind.

/** In the midst of each, so that it is found in whatever way the rest is encoded. */
export const secretCore = "Zq7xV9Wm3KtR";

/** The one that is a number. */
const secretNumber = 739_182_645_017;

let count = 0;
function secret(before = "s", after = ""): string {
  count += 1;
  return `${before}${count}${secretCore}${after}`;
}

const keyLines = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S"];

function key(): string {
  const lines = keyLines.map((line) => secret(line, "dVMvDuictGeurT8j"));
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
}

/** As Airflow holds it. */
export const plantedConnection = {
  conn_type: "http",
  host: "service.example",
  login: "reader",
  password: secret("pa ss'"),
  extra: {
    secret_key: secret(),
    "api-key": secret(),
    apiKey: secret(),
    ACCESS_TOKEN: secret(),
    client_secret: secret(),
    passphrase: secret("two words "),
    authorization: `Bearer ${secret()}`,
    pwd: secret(),
    pass: secret(),
    credential: secret(),
    sas_token: secret("sv=2022&sig=", "%3D"),
    connection_string: `Endpoint=sb://bus/;SharedAccessKey=${secret()};EntityPath=q`,
    account_key: secret("", "+/=="),
    cookie: secret("id="),
    jwt: secret("eyJhbGciOi."),
    session_key: secret(),
    pat: secret(),
    dsn: `mysql://u:${secret()}@db/x`,
    webhook: `https://hook.example/?token=${secret()}`,
    endpoint: `https://user:${secret()}@host:8443/path`,
    tokens: [secret(), { deep: [secret()] }],
    secret: { value: secret(), others: { one: secret() } },
    nested: { far: { down: { password: secret("n'") } } },
    api_key_number: secretNumber,
    private_key: key(),
    keyfile_dict: { type: "service_account", private_key: key() },
    service_account_json: JSON.stringify({ private_key_id: secret(), password: secret('q"') }),
    settings: JSON.stringify({ db: { password: secret() } }),
    password_quotes: secret("'\"`", "'\"`"),
    password_slashes: secret("\\n/\\\\", "\\"),
    password_lines: secret("first\n", "\nlast line of it"),
    password_tabs: secret("\t", "\t"),
    password_percent: secret("%41%", "%zz"),
    password_letters: secret("né日本", "😀"),
    password_template: secret("{{ 7*7 }}", "{% raw %}"),
    password_shell: secret("$(id)`id`", "$HOME;&|"),
    password_html: secret("<b>&amp;", "</b>"),
    password_form: secret("a+b&c=d ", "?#"),
  },
};

/** What is left of the secrets in a text: in itself, in base64 wherever it stands, in hex, as the numbers of a Buffer. */
export function plantedTraces(text: string): string[] {
  const bytes = Buffer.from(secretCore);
  const shifted = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(before === 0 ? 0 : 4, -4),
  );
  const hex = bytes.toString("hex");
  return [secretCore, ...shifted, hex, hex.toUpperCase(), bytes.join(", "), String(secretNumber)].filter(
    (trace) => text.includes(trace),
  );
}
