"""The service's table of contents: every command and the use case that carries it out."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from services.credit.application.ask_later import AskLater, ask_later
from services.credit.application.confirm_cost_sheet import ConfirmCostSheet, confirm_cost_sheet
from services.credit.application.end_of_day.allocate_debits import AllocateDebits, allocate_debits
from services.credit.application.end_of_day.close_books import CloseBooks, close_books
from services.credit.application.end_of_day.collect_dues import CollectDues, PutBack, collect_dues, put_back
from services.credit.application.end_of_day.finish_day import FinishDay, finish_day
from services.credit.application.found_bank import FoundBank, found_bank
from services.credit.application.freeze_lines import UnfreezeLines, unfreeze_lines
from services.credit.application.keep_party import (
    DropConsent,
    KeepConsent,
    KeepIdentity,
    KeepParty,
    drop_consent,
    keep_consent,
    keep_identity,
    keep_party,
)
from services.credit.application.open_line import OpenLine, open_line
from services.credit.application.present_cost_sheet import PresentCostSheet, present_cost_sheet
from services.credit.application.record_day_processed import RecordDayProcessed, record_day_processed
from services.credit.application.request_drawdown import RequestDrawdown, request_drawdown
from services.credit.application.request_repayment import RequestRepayment, request_repayment
from services.credit.application.settle_payouts import SettlePayouts, settle_payouts
from services.credit.application.settle_repayment import SettleRepayment, StartDebit, settle_repayment, start_debit
from services.credit.application.sign_contract import SignContract, sign_contract
from services.credit.application.start_payouts import (
    ExpireReservation,
    StartPayouts,
    expire_reservation,
    start_payouts,
)

COMMAND_HANDLERS: Final[Mapping[type, Callable[[Any, Any], Awaitable[Any]]]] = {
    FoundBank: found_bank,
    KeepParty: keep_party,
    KeepIdentity: keep_identity,
    KeepConsent: keep_consent,
    DropConsent: drop_consent,
    OpenLine: open_line,
    SignContract: sign_contract,
    UnfreezeLines: unfreeze_lines,
    PresentCostSheet: present_cost_sheet,
    ConfirmCostSheet: confirm_cost_sheet,
    RequestDrawdown: request_drawdown,
    StartPayouts: start_payouts,
    SettlePayouts: settle_payouts,
    ExpireReservation: expire_reservation,
    RequestRepayment: request_repayment,
    StartDebit: start_debit,
    SettleRepayment: settle_repayment,
    AskLater: ask_later,
    RecordDayProcessed: record_day_processed,
    CollectDues: collect_dues,
    PutBack: put_back,
    AllocateDebits: allocate_debits,
    CloseBooks: close_books,
    FinishDay: finish_day,
}
