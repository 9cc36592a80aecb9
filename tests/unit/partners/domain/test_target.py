"""Webhooks never lead into our own network (platform.md 2.1, trap 8)."""
from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from services.partners.domain.target import (
    AddressRefused,
    HostUnknown,
    UrlRefused,
    is_public,
    parse_target,
    permitted_address,
)

PUBLIC = "1.2.4.8"
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://partner.example/hook",
        "file:///etc/passwd",
        "partner.example/hook",
        "https://",
        "https://user@partner.example/hook",
        "https://user:secret@partner.example/hook",
        "https://partner.example/hook#part",
        "https://partner.example\\@127.0.0.1/hook",
        "https://partner.example/a b",
        "https://partner.example/a\r\nX-Injected: 1",
        "https://partner.example:99999/hook",
        "https://[::1/hook",
        "https://пример.example/hook",
        "https://partner.example/" + "a" * 500,
    ],
)
def test_a_url_that_is_not_a_plain_address_is_refused(url: str) -> None:
    with pytest.raises(UrlRefused):
        parse_target(url)


def test_a_url_is_taken_apart() -> None:
    target = parse_target("https://Partner.Example:8443/hook?x=1")
    assert (target.host, target.port, target.path, target.authority) == (
        "partner.example",
        8443,
        "/hook?x=1",
        "partner.example:8443",
    )
    assert parse_target("https://partner.example").authority == "partner.example"
    assert parse_target("https://[2400:3200::1]/").authority == "[2400:3200::1]"


@pytest.mark.parametrize("url", ["http://partner.example/", "https://partner.example:22/", "https://partner.example:80/"])
def test_only_https_on_443_and_8443_leaves_the_bank(url: str) -> None:
    with pytest.raises(UrlRefused):
        permitted_address(parse_target(url), [PUBLIC], ())


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
def test_a_public_https_address_is_permitted(port: str) -> None:
    assert str(permitted_address(parse_target(f"https://partner.example{port}/"), [PUBLIC], ())) == PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(AddressRefused):
        permitted_address(parse_target("https://partner.example/"), [address], ())


@pytest.mark.parametrize("address", [PUBLIC, "2400:3200::1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_inner_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(AddressRefused):
        permitted_address(parse_target("https://partner.example/"), [PUBLIC, "127.0.0.1"], ())


def test_a_name_without_an_address_is_unknown() -> None:
    with pytest.raises(HostUnknown):
        permitted_address(parse_target("https://partner.example/"), [], ())


def test_loopback_is_entered_only_where_it_is_allowed_by_name() -> None:
    target = parse_target("http://127.0.0.1:9000/hook")
    assert str(permitted_address(target, ["127.0.0.1"], LOOPBACK)) == "127.0.0.1"
    with pytest.raises(AddressRefused):
        permitted_address(target, ["127.0.0.1"], ())
    with pytest.raises(AddressRefused):
        permitted_address(target, ["127.0.0.1", "10.0.0.1"], LOOPBACK)
