"""Who may do what to which object: one function, the table is data (architecture.md, Who is who)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from shared.kernel.errors import Forbidden, IdentityPending, NotFound

HEAD_OFFICE = "HEAD_OFFICE"


class Kind(Enum):
    """What sort of caller a token names."""

    BORROWER = "borrower"
    STAFF = "staff"
    PARTNER = "partner"
    SERVICE = "service"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller. `outlets` containing HEAD_OFFICE sees every outlet."""

    kind: Kind
    subject: str
    issuer: str = ""
    party_id: str | None = None
    partner_id: str | None = None
    roles: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    authority_fen: int = 0

    @property
    def key(self) -> str:
        """Stable name for idempotency records and audit: kind and subject."""
        return f"{self.kind.value}:{self.subject}"


SYSTEM = Principal(kind=Kind.SYSTEM, subject="system")


class Resource(Protocol):
    """What authorisation needs to know of an object; None means the object has none."""

    @property
    def party_id(self) -> str | None: ...

    @property
    def outlet_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Ownership:
    """A resource by its owners alone, for routes that have no aggregate at hand."""

    party_id: str | None = None
    outlet_id: str | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may run one operation: the owning borrower, staff roles, service or partner scopes."""

    borrower: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)


def permission(*, borrower: bool = False, roles: str = "", scopes: str = "") -> Permission:
    """A row of a service's permission table; roles and scopes are written as space-separated words."""
    return Permission(borrower=borrower, roles=frozenset(roles.split()), scopes=frozenset(scopes.split()))


class Authorizer:
    """`authorize(principal, action, resource)` over one service's table of operations."""

    def __init__(self, table: Mapping[str, Permission]) -> None:
        self._table = table

    def authorize(self, principal: Principal, action: str, resource: Resource | None = None) -> None:
        """Returns if allowed. Raises NotFound for other people's objects, Forbidden for the wrong role."""
        permission = self._table[action]
        if principal.kind is Kind.SYSTEM:
            return
        if principal.kind is Kind.BORROWER:
            _authorize_borrower(permission, principal, resource)
        elif principal.kind is Kind.STAFF:
            _authorize_staff(permission, principal, resource)
        elif not permission.scopes & principal.scopes:
            raise Forbidden(action=action)


def _authorize_borrower(permission: Permission, principal: Principal, resource: Resource | None) -> None:
    if not permission.borrower:
        raise Forbidden()
    if resource is None:
        return
    if principal.party_id is None:
        raise IdentityPending()
    if resource.party_id != principal.party_id:
        raise NotFound()


def _authorize_staff(permission: Permission, principal: Principal, resource: Resource | None) -> None:
    if not permission.roles & principal.roles:
        raise Forbidden()
    if resource is None or resource.outlet_id is None or HEAD_OFFICE in principal.outlets:
        return
    if resource.outlet_id not in principal.outlets:
        raise NotFound()
