// Says which names stand for secrets: in a connection's extra, in Variables, in JSON and in connection strings.
// `python/masking.py` has the same two patterns; a test compares them.

/** Airflow's own list, which it looks for anywhere in a name (airflow.sdk._shared.secrets_masker). */
export const namesAnywhere =
  "access_?token|api_?key|authorization|passphrase|passwd|password|private_?key|secret|token|keyfile_?dict|service_?account";

/** What providers and tools call their secrets, as whole words of a name: `compass` and `key_id` are none. */
export const nameWords =
  "(?:^|_)(?:(?:account|auth|encryption|master|session|shared|shared_access|signing|storage)_?key" +
  "|access_?key(?!_?id)|bearer|conn(?:ection)?_?(?:str|string|uri|url)|cookies?|creds?|credentials?|dsn|jwt" +
  "|keyfile_json|passcode|pwd|sas)(?:_|$)" +
  "|(?:^|_)(?:pass|pat|pw|sig|signature)(?:_?[0-9]+)?$";

const secretName = new RegExp(`${namesAnywhere}|${nameWords}`);

/** Whether what has this name is a secret: `dbPassword`, `X-Api-Key` and `AWS_SECRET_ACCESS_KEY` are. */
export function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/[^A-Za-z0-9]+/g, "_");
  return secretName.test(words.toLowerCase());
}
