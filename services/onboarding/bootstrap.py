"""Wires onboarding together; the only place that knows every part."""
from __future__ import annotations

from services.onboarding.adapters.identity_source import HttpIdentitySource
from services.onboarding.adapters.unit_of_work import with_keys
from services.onboarding.api import (
    applications,
    consents,
    decisions,
    disclosures,
    identity_verifications,
    parties,
    sessions,
)
from services.onboarding.application.expire_drafts import expire_drafts
from services.onboarding.application.handlers import COMMAND_HANDLERS
from services.onboarding.application.permissions import PERMISSIONS
from services.onboarding.application.ports import IdentitySource
from services.onboarding.application.request_one_time_code import SEND_ONE_TIME_CODE, OpenPhone
from services.onboarding.consumers.subscriptions import SUBSCRIPTIONS
from services.onboarding.settings import OnboardingSettings
from shared.db.crypto import FieldCipher, KeyedHash
from shared.db.due_commands import DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Runtime


def define(settings: OnboardingSettings) -> ServiceDefinition:
    """What onboarding is made of; its unit of work holds the vault's keys."""
    return ServiceDefinition(
        name="onboarding",
        title="Onboarding: parties, consents, identity and applications",
        routers=(
            sessions.router,
            parties.router,
            consents.router,
            identity_verifications.router,
            applications.router,
            decisions.router,
            disclosures.router,
        ),
        unit_of_work=with_keys(FieldCipher(settings.field_keys), KeyedHash(settings.hash_key)),
        command_handlers=COMMAND_HANDLERS,
        permissions=PERMISSIONS,
        subscriptions=SUBSCRIPTIONS,
        due_commands={SEND_ONE_TIME_CODE: _send_one_time_code},
        day_job=expire_drafts,
    )


def identity_source_of(runtime: Runtime) -> IdentitySource:
    """The outside identity source as this service's client sees it."""
    return HttpIdentitySource(runtime.client("sandbox"))


async def _send_one_time_code(command: DueCommand, runtime: Runtime) -> None:
    context = CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id)
    phone = await runtime.bus.handle(OpenPhone(command.payload["party_id"]), context)
    await identity_source_of(runtime).send_one_time_code(phone)
