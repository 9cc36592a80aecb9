"""Endpoints: failures, keys; partners: status (platform.md 2.1)."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.partners.domain.endpoint import (
    EndpointStatus,
    SigningKey,
    TooManyKeys,
    WebhookEndpoint,
    WebhookType,
    rotate,
)
from services.partners.domain.partner import Partner, PartnerRemoved, PartnerStatus, PartnerType

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
ENDPOINT = WebhookEndpoint("e", "p", "https://partner.example/", (WebhookType.LOAN_SETTLED,))


def test_an_endpoint_that_fails_for_120_hours_without_a_success_is_disabled() -> None:
    failing = ENDPOINT.failed(NOW).failed(NOW + timedelta(hours=119))
    assert (failing.status, failing.failing_since) == (EndpointStatus.ENABLED, NOW)
    assert failing.failed(NOW + timedelta(hours=120)).status is EndpointStatus.DISABLED


def test_a_sporadic_success_forgives() -> None:
    failing = ENDPOINT.failed(NOW).succeeded().failed(NOW + timedelta(hours=120))
    assert failing.status is EndpointStatus.ENABLED


def test_410_disables_at_once() -> None:
    assert ENDPOINT.failed(NOW, gone=True).status is EndpointStatus.DISABLED


def test_an_endpoint_enabled_by_hand_has_a_clean_record() -> None:
    enabled = ENDPOINT.failed(NOW, gone=True).enable()
    assert (enabled.status, enabled.failing_since) == (EndpointStatus.ENABLED, None)
    assert enabled.disable().status is EndpointStatus.DISABLED


def _key(key_id: str) -> SigningKey:
    return SigningKey(key_id, f"whpk_{key_id}", b"")


def test_an_old_key_signs_along_for_a_day() -> None:
    old, new = rotate((_key("a"),), _key("b"), NOW)
    assert old.signs(NOW + timedelta(hours=23, minutes=59))
    assert not old.signs(NOW + timedelta(hours=24))
    assert new.signs(NOW + timedelta(days=999))


def test_rotating_again_does_not_lengthen_an_old_keys_life() -> None:
    keys = rotate(rotate((_key("a"),), _key("b"), NOW), _key("c"), NOW + timedelta(hours=1))
    assert [key.retires_at for key in keys] == [NOW + timedelta(hours=24), NOW + timedelta(hours=25), None]


def test_at_most_three_keys_live_at_once() -> None:
    keys = rotate(rotate((_key("a"),), _key("b"), NOW), _key("c"), NOW)
    with pytest.raises(TooManyKeys):
        rotate(keys, _key("d"), NOW)
    assert [key.key_id for key in rotate(keys, _key("d"), NOW + timedelta(hours=24))] == ["c", "d"]


def test_a_removed_partner_does_not_come_back() -> None:
    partner = Partner("p", "核心企业", PartnerType.CORE_FIRM, ("SHOP_TERM",))
    suspended = partner.change_status(PartnerStatus.SUSPENDED)
    assert (partner.is_listed, suspended.is_listed) == (True, False)
    assert suspended.change_status(PartnerStatus.LISTED).is_listed
    with pytest.raises(PartnerRemoved):
        partner.change_status(PartnerStatus.REMOVED).change_status(PartnerStatus.LISTED)
