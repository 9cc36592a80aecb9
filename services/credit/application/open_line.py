"""An approved application becomes a line that waits for its signature, and a contract to sign."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.credit.application.contract_text import contract_text, document_hash
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.catalogue import ProductVersion
from services.credit.application.records.credit_line import Contract, ContractStatus, CreditLine
from services.credit.domain.lifecycle import LineStatus
from services.credit.domain.limit_tree import LimitNode, NodeKind
from shared.kernel.rate import parse_rate, rate_text
from shared.schemas.events.credit import ContractPrepared

SIGN_WITHIN: Final = timedelta(days=7)
"""Business days of the calendar a prepared contract waits (architecture.md, Saga)."""
FEN_PER_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What the bank will contract; `annual_rate` is a decimal string."""

    application_id: str
    party_id: str
    decision_id: str
    outlet_id: str
    product_code: str
    product_version: int
    amount_fen: int
    term_months: int
    annual_rate: str
    purpose_code: str


async def open_line(command: OpenLine, uow: CreditUnitOfWork) -> None:
    """One line an application. Raises the product's refusals: an approval outside its product must not pass unseen."""
    if await uow.lines.of_application(command.application_id) is not None:
        return
    product = await uow.catalogue.product(command.product_code, command.product_version)
    on, rate = await uow.business_date(), parse_rate(command.annual_rate)
    product.terms.require_offered(
        method=product.terms.methods[0],
        amount_fen=command.amount_fen,
        term_months=command.term_months,
        annual_rate=rate,
    )
    line_id = uow.new_id()
    line = CreditLine(
        line_id=line_id,
        party_id=command.party_id,
        outlet_id=command.outlet_id,
        application_id=command.application_id,
        decision_id=command.decision_id,
        product_code=command.product_code,
        product_version=command.product_version,
        purpose_code=command.purpose_code,
        approved_fen=command.amount_fen,
        annual_rate=rate,
        term_months=command.term_months,
        limit_path=(command.party_id, line_id),
        status=LineStatus.PENDING_SIGN,
        sign_by=on + SIGN_WITHIN,
    )
    contract = _prepared_contract(line, product, uow.new_id())
    party_cap_fen = int((await uow.catalogue.parameters(on))["PARTY_TOTAL_CAP"]) * FEN_PER_YUAN
    path = (
        LimitNode(line.party_id, NodeKind.PARTY, party_cap_fen),
        LimitNode(line.line_id, NodeKind.LINE, line.approved_fen, is_revolving=product.terms.revolving),
    )
    await uow.lines.add(line, path, contract, uow.now)
    uow.publish(
        ContractPrepared(
            line_id=line.line_id,
            party_id=line.party_id,
            contract_id=contract.contract_id,
            application_id=line.application_id,
            product_code=line.product_code,
            total_fen=line.approved_fen,
            annual_rate=rate_text(rate),
            outlet_id=line.outlet_id,
            sign_by=line.sign_by,
        )
    )


def _prepared_contract(line: CreditLine, product: ProductVersion, contract_id: str) -> Contract:
    document = contract_text(line, product, contract_id)
    return Contract(
        contract_id=contract_id,
        line_id=line.line_id,
        party_id=line.party_id,
        outlet_id=line.outlet_id,
        document=document,
        document_hash=document_hash(document),
        status=ContractStatus.PREPARED,
    )
