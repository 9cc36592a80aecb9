"""Where a webhook may go: the guard against requests into our own network (platform.md 2.1, SSRF guard)."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from shared.kernel.errors import Category, DomainError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL_LENGTH: Final = 500
_PORTS: Final = (443, 8443)
_REFUSED: Final[tuple[Network, ...]] = tuple(
    ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.0.0.0/24", "100.64.0.0/10")
)
"""Networks that Python calls global although they lead inside: translated, tunnelled and carrier addresses."""


class UrlRefused(DomainError):
    """Webhooks go to https on port 443 or 8443, to a plain host, without user or fragment."""

    code = "partners.url-refused"
    category = Category.INVALID
    title_zh = "回调地址须为 https、端口 443 或 8443，且不含用户信息和片段"
    title_en = "A webhook URL is https on port 443 or 8443, without user information or fragment"


class AddressRefused(DomainError):
    """The host leads into a network that is not public."""

    code = "partners.address-refused"
    category = Category.INVALID
    title_zh = "回调地址指向非公网网络，不允许使用"
    title_en = "The host leads into a network that is not public"


class HostUnknown(DomainError):
    """The name has no address."""

    code = "partners.host-unknown"
    category = Category.INVALID
    title_zh = "无法解析回调地址的域名"
    title_en = "The host name cannot be resolved"


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart; `path` carries the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What belongs into the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        standard = 443 if self.scheme == "https" else 80
        return host if self.port == standard else f"{host}:{self.port}"


def parse_target(url: str) -> Target:
    """The target of a URL; raises UrlRefused for anything but a plain http(s) address."""
    if len(url) > MAX_URL_LENGTH or not url.isascii() or any(character <= " " for character in url):
        raise UrlRefused()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UrlRefused() from error
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc or "#" in url or "\\" in url:
        raise UrlRefused()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path)


def permitted_address(target: Target, addresses: Sequence[str], allowed: Sequence[Network]) -> Address:
    """The address to connect to. Every address the name has must pass, else one of them could be swapped in.

    Networks in `allowed` pass whatever they are, over http and on any port: for development and tests.
    Raises HostUnknown, AddressRefused or UrlRefused.
    """
    found = [_unmapped(ip_address(address.partition("%")[0])) for address in addresses]
    if not found:
        raise HostUnknown()
    if all(_is_in(address, allowed) for address in found):
        return found[0]
    if not all(is_public(address) for address in found):
        raise AddressRefused()
    if target.scheme != "https" or target.port not in _PORTS:
        raise UrlRefused()
    return found[0]


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet and leads nowhere else."""
    address = _unmapped(address)
    return address.is_global and not address.is_multicast and not _is_in(address, _REFUSED)


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _unmapped(address: Address) -> Address:
    """`::ffff:127.0.0.1` is 127.0.0.1."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
