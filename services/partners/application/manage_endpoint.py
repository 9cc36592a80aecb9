"""Webhook endpoints: register, rotate the key, switch on and off."""
from __future__ import annotations

from dataclasses import dataclass, field

from services.partners.application.permissions import require_own
from services.partners.application.ports import PartnersUnitOfWork
from services.partners.domain.endpoint import (
    MAX_ENDPOINTS,
    SigningKey,
    TooManyEndpoints,
    WebhookEndpoint,
    WebhookType,
    rotate,
)
from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class EndpointWithKeys:
    """An endpoint and the keys that sign for it now."""

    endpoint: WebhookEndpoint
    keys: tuple[SigningKey, ...]


@dataclass(frozen=True, slots=True)
class RegisterEndpoint:
    """The address has been resolved and permitted before; the key was made before as well."""

    partner_id: str
    endpoint_id: str
    url: str
    types: tuple[WebhookType, ...]
    key: SigningKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class RotateKey:
    """A fresh key; the older sign along for a day."""

    partner_id: str
    endpoint_id: str
    key: SigningKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class SwitchEndpoint:
    """On or off."""

    partner_id: str
    endpoint_id: str
    enabled: bool


async def register_endpoint(command: RegisterEndpoint, uow: PartnersUnitOfWork) -> EndpointWithKeys:
    """The enabled endpoint with its first key; raises NotFound or TooManyEndpoints."""
    await _authorize(uow, command.partner_id)
    if await uow.endpoints.count(command.partner_id) >= MAX_ENDPOINTS:
        raise TooManyEndpoints()
    endpoint = WebhookEndpoint(command.endpoint_id, command.partner_id, command.url, command.types)
    await uow.endpoints.add(endpoint, command.key)
    return EndpointWithKeys(endpoint, (command.key,))


async def rotate_key(command: RotateKey, uow: PartnersUnitOfWork) -> EndpointWithKeys:
    """The endpoint with old and new keys; raises NotFound or TooManyKeys."""
    endpoint = await _own_endpoint(uow, command.partner_id, command.endpoint_id)
    keys = rotate(await uow.endpoints.keys(endpoint.endpoint_id), command.key, uow.now)
    await uow.endpoints.save_keys(endpoint.endpoint_id, keys)
    return EndpointWithKeys(endpoint, keys)


async def switch_endpoint(command: SwitchEndpoint, uow: PartnersUnitOfWork) -> EndpointWithKeys:
    """The endpoint switched; enabling forgives its failures. Raises NotFound."""
    endpoint = await _own_endpoint(uow, command.partner_id, command.endpoint_id)
    switched = endpoint.enable() if command.enabled else endpoint.disable()
    await uow.endpoints.save(switched)
    return EndpointWithKeys(switched, await uow.endpoints.keys(endpoint.endpoint_id))


async def _authorize(uow: PartnersUnitOfWork, partner_id: str) -> None:
    uow.authorize("manage-webhooks")
    require_own(uow.principal, partner_id)
    await uow.partners.lock(partner_id)


async def _own_endpoint(uow: PartnersUnitOfWork, partner_id: str, endpoint_id: str) -> WebhookEndpoint:
    await _authorize(uow, partner_id)
    endpoint = await uow.endpoints.lock(endpoint_id)
    if endpoint.partner_id != partner_id:
        raise NotFound()
    return endpoint
