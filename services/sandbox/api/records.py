"""Bureau, courts, registry, tax office: what is on file about an identity number. Thin."""
from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends

from services.sandbox.api.world import Caller, World, world_of
from services.sandbox.domain import records
from services.sandbox.domain.magic import IdentityMagic, identity_magic
from services.sandbox.queries import people as people_queries
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import Principal
from shared.kernel.clock import calendar_date
from shared.kernel.errors import Unavailable
from shared.schemas.fields import Text
from shared.web.body import RequestBody

BUREAU_TIMEOUT_SECONDS = 10

router = APIRouter(tags=["records"])


class SubjectRequest(RequestBody):
    """Whom the question is about."""

    name: Text
    id_number: Text


class ReportRequest(SubjectRequest):
    """The bureau answers only with the subject's consent."""

    consent_reference: Text
    purpose: Text


@router.post("/bureau/v1/reports", operation_id="requestBureauReport")
async def bureau_report(
    body: ReportRequest, _: Principal = Depends(Caller("bureau")), world: World = Depends(world_of)
) -> dict[str, Any]:
    """What other lenders reported: days past due of 24 months, questions of 3 months, other loans in fen."""
    if identity_magic(body.id_number) is IdentityMagic.BUREAU_TIMEOUT:
        await asyncio.sleep(BUREAU_TIMEOUT_SECONDS)
        raise Unavailable(system="bureau")
    async with world.engine.connect() as connection:
        known = await people_queries.person_by_id_number(connection, body.id_number)
    record = records.bureau_record(body.id_number, known.bureau if known else records.BureauRecord())
    return {
        "report_id": new_id(),
        "accounts": record.accounts,
        "max_dpd_24m": record.max_dpd_24m,
        "queries_3m": record.queries_3m,
        "other_loans_fen": record.other_loans_fen,
        "first_time": record.first_time,
    }


@router.post("/courts/v1/searches", operation_id="searchCourts")
async def search_courts(
    body: SubjectRequest, _: Principal = Depends(Caller("courts")), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The five lists of domain.md 2.7.7, each with its hits."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in records.COURT_LISTS}
    for hit in records.court_hits(body.id_number, calendar_date(world.clock.now())):
        entry = {"case_no": hit.case_no, "role": hit.role, "amount_fen": hit.amount_fen, "date": hit.on.isoformat()}
        lists[hit.list_name].append(entry)
    return {"search_id": new_id(), "lists": lists}


@router.post("/registry/v1/searches", operation_id="searchRegistry")
async def search_registry(body: SubjectRequest, _: Principal = Depends(Caller("registry"))) -> dict[str, str]:
    """Whether the business of an owner is ACTIVE or REVOKED."""
    return {"search_id": new_id(), "status": records.registry_status(body.id_number)}


@router.post("/tax/v1/summaries", operation_id="requestTaxSummary")
async def tax_summary(body: ReportRequest, _: Principal = Depends(Caller("tax"))) -> dict[str, str]:
    """The taxpayer's grade, A to D."""
    return {"summary_id": new_id(), "grade": records.tax_grade(body.id_number)}
