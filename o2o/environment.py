"""What each service is told: exactly the variables it needs, handed to its process and written to `.run/env/<service>.env` (0600)."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable, Mapping

from o2o.options import Options
from o2o.paths import PROJECT_ROOT
from o2o.secrets import SecretStore, write_private
from o2o.topology import BANK_SERVICES, DEMO_CLIENTS, LOOPBACK, SANDBOX, SERVICES, VERIFIER, Service

_PASSED_ON = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "USER")


def client_secrets(secrets: SecretStore) -> dict[str, str]:
    """The OIDC clients the development issuer knows: every service, and the demo's own."""
    names = (*(service.name for service in BANK_SERVICES), *DEMO_CLIENTS)
    return {name: secrets.password(f"client/{name}") for name in names}


def database_passwords(services: Iterable[str], secrets: SecretStore) -> dict[str, str]:
    """By role: one for each service, and the checker's."""
    return {role: secrets.password(f"postgres/{role}") for role in (*services, VERIFIER)}


def service_settings(service: Service, options: Options, secrets: SecretStore) -> dict[str, str]:
    """The service's own variables, all with its name as prefix."""
    name = service.name
    database = f"postgresql+asyncpg://{name}:{secrets.password(f'postgres/{name}')}@{LOOPBACK}:{options.postgres_port}/{name}"
    values = {
        "HOST": LOOPBACK,
        "PORT": str(options.port_of(service)),
        "DATABASE_URL": database,
        "KAFKA_BOOTSTRAP": options.kafka_bootstrap,
        "KAFKA_PROFILE": options.kafka_profile,
        "ENV": "dev",
        "SANDBOX": "true",
        "ROLE": "all",
        "OIDC_ISSUER": f"{options.url_of(SANDBOX)}/oidc",
        "CLIENT_ID": name,
        "CLIENT_SECRET": secrets.password(f"client/{name}"),
        "FIELD_KEYS": json.dumps({"k1": secrets.key(f"field-key/{name}/k1")}),
        "HASH_KEY": secrets.key(f"hash-key/{name}"),
        "CURSOR_KEY": secrets.key(f"cursor-key/{name}"),
        "SERVICE_URLS": json.dumps({other.name: options.url_of(other) for other in SERVICES}),
        "LOG_LEVEL": os.environ.get("O2O_LOG_LEVEL", "INFO"),
    }
    if service == SANDBOX:
        values |= {"ISSUER_KEY_FILE": str(options.run.issuer_key), "CLIENTS": json.dumps(client_secrets(secrets))}
    if name == "ops":
        values |= {"SESSION_KEY": secrets.key("session-key/ops"), "PUBLIC_URL": options.url_of(service)}
    return {f"{name.upper()}_{key}": value for key, value in values.items()}


def python_environment() -> dict[str, str]:
    """What every Python child gets besides: the project as its only source root, never the folder it happens to start in."""
    inherited = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**inherited, "PYTHONPATH": str(PROJECT_ROOT), "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}


def service_command(service: Service) -> tuple[str, ...]:
    return (sys.executable, "-m", service.module)


def write_environments(options: Options, settings: Mapping[str, Mapping[str, str]]) -> None:
    """Keep each service's variables in a file a shell can source."""
    for name, values in settings.items():
        text = "".join(f"{key}={shlex.quote(value)}\n" for key, value in values.items())
        write_private(options.run.environments / f"{name}.env", text)
