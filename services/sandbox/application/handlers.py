"""The outside world's table of contents: every command and its use case."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from services.sandbox.application import commands
from services.sandbox.application.answer_contact import answer_contact
from services.sandbox.application.change_behaviour import change_behaviour
from services.sandbox.application.collect_debits import collect_debits
from services.sandbox.application.deposit_money import deposit_money
from services.sandbox.application.pay_out import pay_out, settle_payout
from services.sandbox.application.post_voucher import post_voucher
from services.sandbox.application.register_mandate import register_mandate
from services.sandbox.application.register_people import register_people
from services.sandbox.application.send_message import send_message

COMMAND_HANDLERS: Mapping[type, Callable[[Any, Any], Awaitable[Any]]] = {
    commands.RegisterPeople: register_people,
    commands.ChangeBehaviour: change_behaviour,
    commands.DepositMoney: deposit_money,
    commands.RegisterMandate: register_mandate,
    commands.PayOut: pay_out,
    commands.SettlePayout: settle_payout,
    commands.CollectDebits: collect_debits,
    commands.PostVoucher: post_voucher,
    commands.AnswerContact: answer_contact,
    commands.SendMessage: send_message,
}
