"""Makes an admin of Airflow 2. Argument: the name; standard input: the password, which arguments would show."""

import sys

from airflow.providers.fab.auth_manager.cli_commands.utils import (
    get_application_builder,
)

name, password = sys.argv[1], sys.stdin.read()
with get_application_builder() as builder:
    admin = builder.sm.find_role("Admin")
    names = ("Admin", "Local", f"{name}@localhost")
    if not builder.sm.add_user(name, *names, admin, password):
        sys.exit(f'The user "{name}" cannot be made.')
