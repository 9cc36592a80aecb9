"""Credit lines and their contracts."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from services.credit.adapters.core_bank import CORE_BANK, CoreBank
from services.credit.adapters.party_vault import PartyVault, seal, unseal
from services.credit.api.bodies import LineQuery, PathId, SignatureBody
from services.credit.api.paging import page_of, page_view, visible_to
from services.credit.api.views import contract_view, line_view
from services.credit.application.errors import ContractNotSignable, DocumentHashMismatch
from services.credit.application.records.credit_line import Contract, ContractStatus, SealedHolder
from services.credit.application.sign_contract import SignContract, SignedContract
from services.credit.queries.lines import find_line, list_lines
from services.credit.queries.objects import find_contract
from shared.kernel.authorization import Ownership
from shared.kernel.errors import NotFound
from shared.runtime.runtime import Runtime
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["lines"])


@router.get("/v1/lines", operation_id="listLines")
async def read_lines(query: Annotated[LineQuery, Query()], call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Lines the caller may see, newest first: borrowers their own, staff those of their outlets."""
    call.authorize("line.read")
    visible, status = visible_to(call.principal), query.status.value if query.status else None
    listing = f"lines:{call.principal.key}:{status}:{query.application_id}"
    page = page_of(call, query, listing)
    async with call.connection() as connection:
        rows = await list_lines(connection, visible, page, status=status, application_id=query.application_id)
    return page_view(call, query, rows, listing=listing, view=line_view)


@router.get("/v1/lines/{line_id}", operation_id="getLine")
async def read_line(line_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """One line with its limit: total, used, reserved, frozen, available."""
    async with call.connection() as connection:
        row = await find_line(connection, line_id)
    if row is None:
        raise NotFound()
    call.authorize("line.read", Ownership(str(row["party_id"]), row["outlet_id"]))
    return line_view(row)


@router.get("/v1/contracts/{contract_id}", operation_id="getContract")
async def read_contract(contract_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Text, hash and state; the signer's particulars are masked."""
    async with call.connection() as connection:
        contract = await find_contract(connection, contract_id)
    if contract is None:
        raise NotFound()
    call.authorize("contract.read", contract)
    return _view(contract, call.request.app.state.runtime)


@router.post("/v1/contracts/{contract_id}/sign", operation_id="signContract")
async def sign_contract(
    contract_id: PathId, body: SignatureBody, call: WriteCall = Depends(write_call)
) -> Response:
    """Signs what was read and activates the line.

    409 when the text differs, the time is over, the cap R01 is passed or the card is not the signer's; 503 when the
    vault or the core bank is silent: nothing has happened then, the same request may be sent again.
    """
    runtime: Runtime = call.request.app.state.runtime
    async with runtime.engine.connect() as connection:
        contract = await find_contract(connection, contract_id)
    if contract is None:
        raise NotFound()
    call.authorize("contract.sign", contract)
    mandate_id, holder = await _mandate(contract, body, call, runtime)
    command = SignContract(contract_id, body.document_hash, body.method, mandate_id, holder)
    return await call.execute(command, status=200, view=lambda result: _signed_view(result, runtime))


async def _mandate(
    contract: Contract, body: SignatureBody, call: WriteCall, runtime: Runtime
) -> tuple[str, SealedHolder]:
    """Who signs, from the vault, and his mandate at the core bank; a signed contract has both already."""
    if contract.status is ContractStatus.SIGNED and contract.mandate_id and contract.holder:
        return contract.mandate_id, contract.holder
    if contract.status is not ContractStatus.PREPARED:
        raise ContractNotSignable()
    if body.document_hash != contract.document_hash:
        raise DocumentHashMismatch()
    vault, bank = PartyVault(runtime.client("onboarding")), CoreBank(runtime.client(CORE_BANK))
    holder = await vault.holder(contract.party_id, call.context.correlation_id)
    mandate_id = await bank.register_mandate(holder, contract.contract_id)
    return mandate_id, seal(holder, contract.contract_id, runtime.cipher)


def _signed_view(result: SignedContract, runtime: Runtime) -> dict[str, Any]:
    line = result.line
    return {
        **_view(result.contract, runtime),
        "line_status": line.status.value,
        "start_date": line.start_date,
        "end_date": line.end_date,
    }


def _view(contract: Contract, runtime: Runtime) -> dict[str, Any]:
    sealed = contract.holder
    return contract_view(contract, unseal(sealed, contract.contract_id, runtime.cipher) if sealed else None)
