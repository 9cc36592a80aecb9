"""Wires credit together; the only place that knows every part."""
from __future__ import annotations

from services.credit.adapters.unit_of_work import PostgresCreditUnitOfWork
from services.credit.api import (
    business_days,
    corebank_callbacks,
    cost_sheets,
    drawdowns,
    lines,
    loans,
    products,
    repayments,
    reports,
)
from services.credit.application.found_bank import FoundBank
from services.credit.application.handlers import COMMAND_HANDLERS
from services.credit.application.permissions import PERMISSIONS
from services.credit.consumers.payments import DUE_COMMANDS
from services.credit.consumers.subscriptions import SUBSCRIPTIONS
from services.credit.settings import CreditSettings
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.clock import calendar_date
from shared.kernel.context import CommandContext
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Runtime


def define(settings: CreditSettings) -> ServiceDefinition:
    """What credit is made of."""

    async def found(runtime: Runtime) -> None:
        first = settings.initial_business_date or calendar_date(runtime.clock.now())
        await runtime.bus.handle(FoundBank(first), CommandContext(SYSTEM, new_id()))

    return ServiceDefinition(
        name="credit",
        title="Credit",
        routers=[
            products.router,
            lines.router,
            cost_sheets.router,
            drawdowns.router,
            loans.router,
            repayments.router,
            corebank_callbacks.router,
            business_days.router,
            reports.router,
        ],
        unit_of_work=PostgresCreditUnitOfWork,
        command_handlers=COMMAND_HANDLERS,
        permissions=PERMISSIONS,
        subscriptions=SUBSCRIPTIONS,
        due_commands=DUE_COMMANDS,
        on_start=found,
        open_paths=frozenset({corebank_callbacks.CALLBACK_PATH}),
    )
