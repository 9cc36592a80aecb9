"""From a request and what scoring knows on the business date to the case that is decided."""
from __future__ import annotations

from collections.abc import Mapping

from services.scoring.application.ports import DecisionRequest, ScoringUnitOfWork
from services.scoring.domain.case import Case, CheckResult


async def assemble_case(
    request: DecisionRequest, checks: Mapping[str, CheckResult], uow: ScoringUnitOfWork, *, checked_in_time: bool = True
) -> Case:
    """The case with product, parameters and party as they stand on the business date."""
    business_date = await uow.business_date()
    party = await uow.parties.get(request.party_id, on=business_date)
    return Case(
        application_id=request.application_id,
        party_id=request.party_id,
        product_code=request.product_code,
        amount_fen=request.amount_fen,
        term_months=request.term_months,
        purpose_code=request.purpose_code,
        segment=request.segment,
        division_code=request.division_code,
        facts=request.facts,
        birth_year=party.birth_year,
        identity_level=party.identity_level,
        consents=frozenset(party.consents),
        checks=checks,
        product=await uow.reference_data.product(request.product_code, on=business_date),
        parameters=await uow.reference_data.parameters(on=business_date),
        business_date=business_date,
        checked_in_time=checked_in_time,
    )
