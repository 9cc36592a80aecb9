"""Sends one text: guard, vault, gateway, confirmation; each step safe to repeat."""
from __future__ import annotations

from services.collections.application.ports import Bus, TextGateway, Vault
from services.collections.application.texts import CancelText, ConfirmText, OutgoingText, PrepareText, TextOrder
from shared.kernel.context import CommandContext
from shared.kernel.errors import Category, DomainError
from shared.kernel.money import yuan_text


class DisclosureRefused(DomainError):
    """The vault does not give this party's data for collection; nobody is contacted."""

    code = "collections.disclosure-refused"
    category = Category.FORBIDDEN
    title_zh = "信息保管库拒绝提供该客户的联系方式，不得联系"
    title_en = "The vault does not give this customer's data; do not contact him"


async def send_text(order: TextOrder, *, bus: Bus, vault: Vault, gateway: TextGateway, context: CommandContext) -> None:
    """No remote call is made inside a transaction. Raises Unavailable when it should be tried again:
    while the vault is silent, nobody is contacted."""
    text: OutgoingText | None = await bus.handle(PrepareText(order), context)
    if text is None:
        return
    try:
        debtor = await vault.disclose(text.party_id)
    except DisclosureRefused:
        await bus.handle(CancelText(order), context)
        return
    await gateway.send(
        message_id=order.contact_id,
        phone=debtor.phone,
        template=text.template,
        params={"overdue_yuan": yuan_text(text.overdue_fen)},
    )
    await bus.handle(ConfirmText(order), context)
