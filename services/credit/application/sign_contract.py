"""The customer signs; product and cap are checked again, and the line may be drawn (architecture.md rule 8)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from services.credit.application.errors import ConsumerCapExceeded, ContractNotSignable, DocumentHashMismatch
from services.credit.application.open_line import FEN_PER_YUAN
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.credit_line import Contract, ContractStatus, CreditLine, SealedHolder
from services.credit.domain.lifecycle import LineStatus, require_transition
from shared.kernel.day_count import add_months
from shared.schemas.events.credit import ContractSigned, CreditLineActivated


@dataclass(frozen=True, slots=True)
class SignContract:
    """`document_hash` names the text the customer read; the mandate is at the core bank already."""

    contract_id: str
    document_hash: str
    method: str
    mandate_id: str
    holder: SealedHolder


@dataclass(frozen=True, slots=True)
class SignedContract:
    """What came of it."""

    contract: Contract
    line: CreditLine


async def sign_contract(command: SignContract, uow: CreditUnitOfWork) -> SignedContract:
    """Activates the line. Raises ContractNotSignable, DocumentHashMismatch, ConsumerCapExceeded, product refusals."""
    contract = await uow.lines.contract(command.contract_id)
    uow.authorize("contract.sign", contract)
    line = await uow.lines.lock(contract.line_id)
    on = await uow.business_date()
    if line.status is not LineStatus.PENDING_SIGN or on >= line.sign_by:
        raise ContractNotSignable()
    if command.document_hash != contract.document_hash:
        raise DocumentHashMismatch()
    product = await uow.catalogue.product(line.product_code, line.product_version)
    product.terms.require_offered(
        method=product.terms.methods[0],
        amount_fen=line.approved_fen,
        term_months=line.term_months,
        annual_rate=line.annual_rate,
    )
    if product.terms.consumer and product.online:
        await _require_consumer_cap(line, uow)
    active = replace(
        line,
        status=require_transition(line.status, LineStatus.ACTIVE),
        start_date=on,
        end_date=add_months(on, product.terms.line_term_months),
    )
    signed = replace(
        contract,
        status=ContractStatus.SIGNED,
        method=command.method,
        signed_at=uow.now,
        mandate_id=command.mandate_id,
        holder=command.holder,
    )
    await uow.lines.save(active)
    await uow.lines.save_contract(signed)
    _announce(signed, active, uow)
    return SignedContract(signed, active)


async def _require_consumer_cap(line: CreditLine, uow: CreditUnitOfWork) -> None:
    """R01: the sum over the bank's own online consumer lines, decided under the lock of the customer's node."""
    cap_fen = int((await uow.catalogue.parameters(await uow.business_date()))["ONL_CONS_CAP"]) * FEN_PER_YUAN
    held_fen = await uow.lines.online_consumer_fen(line.party_id)
    if held_fen + line.approved_fen > cap_fen:
        raise ConsumerCapExceeded(cap_fen=cap_fen, held_fen=held_fen)


def _announce(contract: Contract, line: CreditLine, uow: CreditUnitOfWork) -> None:
    if line.start_date is None or line.end_date is None:
        raise ValueError("an active line has its period")
    uow.publish(
        ContractSigned(
            line_id=line.line_id,
            party_id=line.party_id,
            contract_id=contract.contract_id,
            kind="LINE",
            document_hash=contract.document_hash,
            method=contract.method or "",
            outlet_id=line.outlet_id,
        )
    )
    uow.publish(
        CreditLineActivated(
            line_id=line.line_id,
            party_id=line.party_id,
            application_id=line.application_id,
            product_code=line.product_code,
            product_version=line.product_version,
            total_fen=line.approved_fen,
            start_date=line.start_date,
            end_date=line.end_date,
            outlet_id=line.outlet_id,
        )
    )
