"""A tiny service that stands on the plumbing as the real ones do: a purse that money is put into."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Response
from pydantic_settings import SettingsConfigDict
from sqlalchemy import BigInteger, Column, Table, Text, text

from shared.db.due_commands import DueCommand
from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables
from shared.db.unit_of_work import UnitOfWork
from shared.kernel.authorization import SYSTEM, permission
from shared.kernel.context import CommandContext
from shared.kernel.errors import Category, DomainError
from shared.runtime.app import create_service_app
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Overrides, Runtime
from shared.schemas.event import Envelope
from shared.schemas.events.credit import LoanSettled
from shared.schemas.events.partners import PartnerStatusChanged
from shared.schemas.fields import AmountFen
from shared.settings import ServiceSettings
from shared.web.body import RequestBody
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

METADATA = service_metadata()
add_platform_tables(METADATA)
Table("purse", METADATA, Column("id", Text, primary_key=True), Column("balance_fen", BigInteger, nullable=False))

PURSE_ID = "018f0000-0000-7000-8000-000000000001"
_ADD = text("""
INSERT INTO purse (id, balance_fen) VALUES (:id, :amount)
ON CONFLICT (id) DO UPDATE SET balance_fen = purse.balance_fen + :amount RETURNING balance_fen
""")


class ProbeSettings(ServiceSettings):
    """The probe answers to the name of a service the published language knows."""

    model_config = SettingsConfigDict(env_prefix="PROBE_", frozen=True, extra="ignore")
    service: str = "partners"


class PurseFull(DomainError):
    """A purse holds at most a thousand yuan."""

    code = "probe.purse-full"
    category = Category.CONFLICT
    title_zh = "钱包已满"
    title_en = "The purse is full"


@dataclass(frozen=True, slots=True)
class PutMoney:
    """Adds an amount; `later` schedules the same amount again as due work."""

    amount_fen: int
    later: bool = False


async def put_money(command: PutMoney, uow: UnitOfWork) -> int:
    """Adds, announces, returns the balance."""
    uow.authorize("purse.put")
    balance: int = (await uow.connection.execute(_ADD, {"id": PURSE_ID, "amount": command.amount_fen})).scalar_one()
    if balance > 100_000:
        raise PurseFull(balance_fen=balance)
    uow.publish(PartnerStatusChanged(partner_id=PURSE_ID, partner_type="PURSE", status="FILLED", name="purse"))
    if command.later:
        uow.schedule("put-again", {"amount_fen": command.amount_fen}, due_at=uow.now, key=uow.new_id())
    return balance


class PutRequest(RequestBody):
    """Body of a deposit."""

    amount_fen: AmountFen
    later: bool = False


router = APIRouter()


@router.post("/v1/purse/deposits")
async def deposit(body: PutRequest, call: WriteCall = Depends(write_call)) -> Response:
    """Puts money in."""
    command = PutMoney(body.amount_fen, body.later)
    return await call.execute(command, status=201, view=lambda balance: {"balance_fen": balance})


@router.get("/v1/purse")
async def read(call: ReadCall = Depends(read_call)) -> dict[str, int]:
    """What is in it."""
    call.authorize("purse.read")
    async with call.connection() as connection:
        found = (await connection.execute(text("SELECT coalesce(sum(balance_fen), 0)::bigint FROM purse"))).scalar_one()
    return {"balance_fen": found}


@router.get("/v1/broken")
async def broken() -> None:
    """A fault of ours."""
    raise RuntimeError("secret sql with 331003190001010013")


async def _put_again(command: DueCommand, runtime: Runtime) -> None:
    await runtime.bus.handle(PutMoney(command.payload["amount_fen"]), CommandContext(SYSTEM, command.correlation_id))


async def _day_job(uow: Any, _: date, __: date) -> None:
    await uow.connection.execute(_ADD, {"id": PURSE_ID, "amount": 1})


def _settled(_: LoanSettled, __: Envelope) -> PutMoney:
    return PutMoney(100)


def definition() -> ServiceDefinition:
    """The probe's own part."""
    return ServiceDefinition(
        name="partners",
        title="Probe",
        routers=[router],
        unit_of_work=UnitOfWork,
        command_handlers={PutMoney: put_money},
        permissions={"purse.put": permission(roles="TELLER"), "purse.read": permission(roles="TELLER AUDITOR")},
        subscriptions={LoanSettled: _settled},
        due_commands={"put-again": _put_again},
        day_job=_day_job,
    )


def create_app(settings: ProbeSettings, overrides: Overrides) -> FastAPI:
    """The probe's application."""
    return create_service_app(settings, definition(), overrides)
