"""The bank's business day: where it stands, and closing it."""
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response

from services.credit.adapters.core_bank import CORE_BANK
from services.credit.adapters.end_of_day.core_bank import HttpCoreBankDesk
from services.credit.application.close_business_day import close_business_day
from services.credit.application.end_of_day.finish_day import FinishDay
from services.credit.application.end_of_day.records import ClosedDay
from services.credit.queries.business_days import current_day
from shared.runtime.runtime import Runtime
from shared.schemas.events.platform import DAY_PROCESSED
from shared.schemas.fields import BusinessDate
from shared.web.body import RequestBody
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["business days"])


class CloseBody(RequestBody):
    """The day to close, which is the bank's current date."""

    closed_date: BusinessDate


@router.post("/v1/business-days/close", operation_id="closeBusinessDay")
async def close(body: CloseBody, call: WriteCall = Depends(write_call)) -> Response:
    """Runs the end of day to its end; a day that is closed already answers the same.

    409 credit.day-barrier names the services that have not processed the day before, 409 credit.day-not-current the bank's
    date; 503 when the core bank is silent: send it again, the close goes on where it stopped.
    """
    call.authorize("business-day.close")
    runtime: Runtime = call.request.app.state.runtime
    desk = HttpCoreBankDesk(runtime.client(CORE_BANK))
    bank_day = await close_business_day(body.closed_date, bus=runtime.bus, core_bank=desk, context=call.context)
    return await call.execute(FinishDay(body.closed_date, bank_day), view=_closed_view)


@router.get("/v1/business-days/current", operation_id="getCurrentBusinessDay")
async def read_current(call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """The bank's date, the date each service has processed, and the reconciliations of the day closed last."""
    call.authorize("business-day.read")
    async with call.connection() as connection:
        day = await current_day(connection)
    return {
        "business_date": day.business_date,
        "closed_date": day.closed_date,
        "closing": day.is_closing,
        "barrier": {service: day.processed.get(service) for service in DAY_PROCESSED},
        "reconciliations": day.reconciliations,
    }


def _closed_view(day: ClosedDay) -> dict[str, Any]:
    return {"closed_date": day.closed_date, "next_date": day.next_date, **day.counts, "checksums": dict(day.checksums)}
