"""Each service is told what it needs and nothing of its neighbours' secrets."""

from __future__ import annotations

import base64
import json
import shlex
import stat
from pathlib import Path

import pytest

from o2o.environment import python_environment, service_settings, write_environments
from o2o.errors import PlatformError
from o2o.options import Options
from o2o.paths import RunDirectory
from o2o.secrets import SecretStore, ensure_issuer_key
from o2o.topology import BANK_SERVICES, SANDBOX, SERVICES
from shared.settings import ServiceSettings


@pytest.fixture
def options(tmp_path: Path) -> Options:
    run = RunDirectory(tmp_path / "run")
    run.create()
    return Options(run=run, port_offset=500)


def all_settings(options: Options) -> dict[str, dict[str, str]]:
    store = SecretStore(options.run.secrets)
    settings = {service.name: service_settings(service, options, store) for service in SERVICES}
    store.save()
    return settings


def test_every_variable_carries_its_services_prefix(options: Options) -> None:
    for name, values in all_settings(options).items():
        assert {key.split("_")[0] for key in values} == {name.upper()}


def test_no_bank_service_knows_a_secret_of_another(options: Options) -> None:
    settings = all_settings(options)
    secret_keys = ("DATABASE_URL", "CLIENT_SECRET", "FIELD_KEYS", "HASH_KEY", "CURSOR_KEY")
    for owner in BANK_SERVICES:
        secrets = {settings[owner.name][f"{owner.name.upper()}_{key}"] for key in secret_keys}
        for other in BANK_SERVICES:
            if other != owner:
                assert not secrets & set(settings[other.name].values())


def test_the_issuer_knows_every_client_by_the_secret_the_client_uses(options: Options) -> None:
    settings = all_settings(options)
    clients = json.loads(settings["sandbox"]["SANDBOX_CLIENTS"])
    for service in BANK_SERVICES:
        assert clients[service.name] == settings[service.name][f"{service.name.upper()}_CLIENT_SECRET"]


def test_field_keys_are_32_bytes(options: Options) -> None:
    for name, values in all_settings(options).items():
        keys = json.loads(values[f"{name.upper()}_FIELD_KEYS"])
        assert [len(base64.b64decode(key)) for key in keys.values()] == [32]


def test_the_services_settings_class_accepts_them(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in all_settings(options)["credit"].items():
        monkeypatch.setenv(key, value)

    class CreditLike(ServiceSettings, env_prefix="CREDIT_"):
        service: str = "credit"

    settings = CreditLike()  # type: ignore[call-arg]
    assert settings.port == 8503
    assert settings.url_of("sandbox") == options.url_of(SANDBOX) == "http://127.0.0.1:8590"


def test_secrets_are_made_once(options: Options) -> None:
    assert all_settings(options) == all_settings(options)


def test_secrets_keys_and_environments_are_for_their_owner_only(options: Options) -> None:
    write_environments(options, all_settings(options))
    ensure_issuer_key(options.run.issuer_key)
    private = [options.run.secrets, options.run.issuer_key, *options.run.environments.iterdir()]
    assert len(private) == 2 + len(SERVICES)
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_an_environment_file_can_be_sourced_by_a_shell(options: Options) -> None:
    settings = all_settings(options)
    write_environments(options, settings)
    lines = shlex.split((options.run.environments / "ops.env").read_text())
    assert dict(line.split("=", 1) for line in lines) == settings["ops"]


def test_children_inherit_no_variable_that_was_not_meant_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDIT_CLIENT_SECRET", "leaked")
    monkeypatch.setenv("PYTHONSTARTUP", "leaked")
    assert "leaked" not in python_environment().values()


UNUSABLE = [("KAFKA", "apache"), ("KAFKA", "here"), ("O2O_PORT_OFFSET", "-1"), ("O2O_PORT_OFFSET", "65000")]


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_an_unusable_choice_is_refused_in_both_languages(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(PlatformError) as refused:
        Options.from_environment()
    assert name in refused.value.zh
    assert name in refused.value.en


def test_a_given_kafka_changes_profile_and_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA", "kafka-1:9092,kafka-2:9092")
    options = Options.from_environment()
    assert (options.kafka_bootstrap, options.kafka_profile, options.partitions) == ("kafka-1:9092,kafka-2:9092", "kafka", 3)
    assert "broker" not in options.ports(SERVICES)
