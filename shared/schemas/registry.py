"""All events by type, and who subscribes to what."""
from __future__ import annotations

from types import ModuleType

from shared.schemas.event import Event
from shared.schemas.events import business_day, collections, credit, onboarding, partners, platform, scoring

_MODULES: tuple[ModuleType, ...] = (onboarding, scoring, credit, business_day, collections, partners, platform)


def _public_events(module: ModuleType) -> list[type[Event]]:
    return [
        item
        for name, item in vars(module).items()
        if isinstance(item, type)
        and issubclass(item, Event)
        and item.__module__ == module.__name__
        and not name.startswith("_")
    ]


EVENTS: dict[str, type[Event]] = {event.event_type(): event for module in _MODULES for event in _public_events(module)}

_DAY_PROCESSED = tuple(platform.DAY_PROCESSED.values())
_EVERY_PARTY = (
    onboarding.PartyRegistered,
    onboarding.PartySubjectLinked,
    onboarding.ConsentGranted,
    onboarding.ConsentWithdrawn,
    onboarding.IdentityVerified,
)
_REFERENCE_DATA = (credit.ProductVersionPublished, credit.RegParamChanged)
_DAY = (business_day.BusinessDateInitialised, business_day.DayClosed)

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "onboarding": (*_DAY, *_REFERENCE_DATA, scoring.DecisionMade, credit.CreditLineActivated, credit.LoanSettled),
    "scoring": (
        *_DAY,
        *_REFERENCE_DATA,
        *_EVERY_PARTY,
        onboarding.ApplicationSubmitted,
        onboarding.ApplicationCancelled,
        credit.LoanDisbursed,
        credit.LoanOverdue,
        credit.LoanCured,
        credit.LoanSettled,
    ),
    "credit": (
        *_DAY_PROCESSED,
        *_EVERY_PARTY,
        onboarding.ApplicationApproved,
        collections.CollectionCaseOpened,
        collections.CaseClosed,
    ),
    "collections": (
        *_DAY,
        *_EVERY_PARTY,
        credit.RegParamChanged,
        credit.LoanDisbursed,
        credit.RepaymentAllocated,
        credit.RepaymentReversed,
        credit.LoanOverdue,
        credit.LoanArrearsChanged,
        credit.LoanCured,
        credit.LoanSettled,
        credit.LoanClassified,
    ),
    "partners": (*_DAY, credit.LoanDisbursed, credit.LoanSettled, credit.LoanOverdue),
    "ops": tuple(EVENTS.values()),
}


def wanted_by(service: str) -> frozenset[str]:
    """Event types a service handles; others on its topics are skipped without an inbox row."""
    return frozenset(event.event_type() for event in SUBSCRIPTIONS[service])


def parse(event_type: str, payload: dict[str, object]) -> Event:
    """The event of a payload, ignoring fields this reader does not know.

    Raises KeyError for an unknown type or version and pydantic.ValidationError for a wrong payload.
    """
    event = EVENTS[event_type]
    known = {name: value for name, value in payload.items() if name in event.model_fields}
    return event.model_validate(known)
