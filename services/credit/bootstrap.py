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
from services.credit.application.request_drawdown import PAY_OUT
from services.credit.application.request_repayment import DEBIT
from services.credit.consumers.debits import debit_repayment
from services.credit.consumers.payouts import ASK_PAYOUT, PayoutDesk
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
    payouts = PayoutDesk(settings.callback_url)

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
        due_commands={PAY_OUT: payouts.pay_out, ASK_PAYOUT: payouts.ask, DEBIT: debit_repayment},
        on_start=found,
        open_paths=frozenset({corebank_callbacks.CALLBACK_PATH}),
    )
