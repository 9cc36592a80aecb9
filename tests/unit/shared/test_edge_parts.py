"""Cursors, ciphers, redaction: what the edge and the vault rest on."""
from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag
from pydantic import SecretStr, ValidationError

from shared.db.crypto import FieldCipher, KeyedHash
from shared.observability.logging import redact
from shared.settings import ServiceSettings
from shared.web.cursor import Cursors
from shared.web.edge_errors import CursorInvalid

KEY = SecretStr(base64.b64encode(b"k" * 32).decode())
OTHER = SecretStr(base64.b64encode(b"o" * 32).decode())


def test_a_cursor_continues_its_own_list_only() -> None:
    cursors = Cursors(KEY)
    cursor = cursors.encode(["2026-11-22", 7], listing="loans:ACTIVE")
    assert cursors.decode(cursor, listing="loans:ACTIVE") == ["2026-11-22", 7]
    forged = (cursor[:-2] + "AA", "garbage", "")
    for foreign, listing in ((cursor, "loans:SETTLED"), *((text, "loans:ACTIVE") for text in forged)):
        with pytest.raises(CursorInvalid):
            cursors.decode(foreign, listing=listing)


def test_a_field_cannot_be_read_elsewhere_than_where_it_was_written() -> None:
    cipher = FieldCipher({"k1": KEY})
    sealed = cipher.encrypt("张三", place="party:name:1")
    assert cipher.decrypt(sealed, place="party:name:1") == "张三"
    with pytest.raises(InvalidTag):
        cipher.decrypt(sealed, place="party:name:2")


def test_equal_fields_do_not_look_equal() -> None:
    cipher = FieldCipher({"k1": KEY})
    assert cipher.encrypt("a", place="p") != cipher.encrypt("a", place="p")


def test_a_new_key_writes_while_the_old_one_still_reads() -> None:
    old = FieldCipher({"k1": KEY}).encrypt("x", place="p")
    both = FieldCipher({"k1": KEY, "k2": OTHER})
    assert both.decrypt(old, place="p") == "x"
    assert both.encrypt("x", place="p").startswith(b"k2:")


def test_keyed_hashes_of_different_kinds_differ() -> None:
    keyed = KeyedHash(KEY)
    assert keyed.digest("phone", "1") == keyed.digest("phone", "1")
    assert keyed.digest("phone", "1") != keyed.digest("card", "1")


def test_logs_blot_out_numbers_names_and_tokens_but_keep_ids() -> None:
    event = redact(
        {
            "text": "id 331003190001010013 phone 13812345678 card 6222021234567890123 token eyJhbGciOiJFUzI1NiJ9.e30.abc",
            "client_secret": "s3cret",
            "holder": {"name": "张三", "loan_id": "018f0000-0000-7000-8000-000000000001"},
        }
    )
    assert "3310" not in event["text"]
    assert "138" not in event["text"]
    assert "6222" not in event["text"]
    assert "eyJ" not in event["text"]
    assert event["client_secret"] == event["holder"]["name"] == "[redacted]"
    assert event["holder"]["loan_id"] == "018f0000-0000-7000-8000-000000000001"


def settings(**changes: object) -> ServiceSettings:
    values = {
        "service": "credit", "port": 1, "database_url": "x", "kafka_bootstrap": "x", "oidc_issuer": "x", "client_id": "x",
        "client_secret": "real", "hash_key": "real", "cursor_key": "real", **changes,
    }
    return ServiceSettings(**values)  # type: ignore[arg-type]


def test_production_refuses_development_secrets_and_the_sandbox() -> None:
    settings(env="prod")
    for changes in ({"client_secret": "dev-only-1"}, {"sandbox": True}):
        with pytest.raises(ValidationError):
            settings(env="prod", **changes)
