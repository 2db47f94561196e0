// Names that stand for secrets and such that do not.

export const secretNames = [
  ...["password", "Passwd", "passphrase", "secret", "client_secret", "clientSecret", "token", "refreshToken"],
  ...["api_key", "apiKey", "X-Api-Key", "apikey", "authorization", "private_key", "private_key_content"],
  ...["keyfile_dict", "extra__google_cloud_platform__keyfile_dict", "service_account", "keyfile_json"],
  ...[
    "pwd",
    "db_pwd",
    "pass",
    "smtpPass",
    "pass2",
    "pat",
    "GITHUB_PAT",
    "jwt",
    "bearer",
    "cookie",
    "Set-Cookie",
  ],
  ...[
    "credential",
    "credentials",
    "aws_credentials",
    "creds",
    "sas",
    "sas_token",
    "account_key",
    "accountKey",
  ],
  ...[
    "AccountKey",
    "SharedAccessKey",
    "aws_secret_access_key",
    "access_key",
    "connection_string",
    "conn_str",
  ],
  ...["connectionString", "dsn", "signing_key", "passcode", "sig", "dbpassword", "accesstoken"],
];

export const otherNames = [
  ...["compass", "bypass", "author", "passenger", "pass_through", "passThrough", "path", "pattern", "sasl"],
  ...["key", "key_id", "aws_access_key_id", "accessKeyId", "key_path", "bucket_key", "source_key", "login"],
  ...["host", "user", "conn_id", "connection_timeout", "credit", "signal", "design", "passed"],
];
