"""Steering the demo world: people, behaviour, money that arrives, and what a debtor says on the phone."""
from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header
from pydantic import Field, StrictInt

from services.sandbox.api.fields import IdNumber, Key, LocalTime, Number, Phone, WorldDate
from services.sandbox.api.world import Caller, World, context_for, world_keeper, world_of
from services.sandbox.application.commands import (
    AnswerContact,
    ChangeBehaviour,
    DepositMoney,
    NewPerson,
    RegisterPeople,
)
from services.sandbox.application.errors import PersonUnknown
from services.sandbox.domain.account import AccountKind, LineKind, require_card_number
from services.sandbox.domain.behaviour import MAX_DAYS, MAX_LAPSES, Behaviour, BehaviourKind, Lapse, Reaction
from services.sandbox.domain.conduct import Answer, Contact
from services.sandbox.domain.person import Person
from services.sandbox.domain.records import BureauRecord
from services.sandbox.queries import people as people_queries
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import Principal
from shared.kernel.clock import calendar_date
from shared.schemas.fields import AmountFen, BalanceFen, Code, Count, DivisionCode, Text
from shared.web.body import RequestBody

MAX_PEOPLE = 500

router = APIRouter(prefix="/sandbox/v1", tags=["people"])


class LapseRequest(RequestBody):
    """See README, Behaviour."""

    instalment: Annotated[StrictInt, Field(ge=1, le=360)]
    reaction: Literal["CURES_ALONE", "KEEPS_PROMISE", "BREAKS_PROMISE", "STOPS", "WAITS"]
    days: Annotated[StrictInt, Field(ge=0, le=MAX_DAYS)] = 3
    share_percent: Annotated[StrictInt, Field(ge=1, le=99)] = 50


class BehaviourRequest(RequestBody):
    """Who the person is at heart; `script` is for SCRIPT alone."""

    kind: Literal["GOOD", "BAD", "ALWAYS_PAYS", "NEVER_PAYS", "SCRIPT"]
    seed: Annotated[StrictInt, Field(ge=0, le=2**53)] = 0
    script: Annotated[tuple[LapseRequest, ...], Field(max_length=MAX_LAPSES)] = ()

    def behaviour(self) -> Behaviour:
        """As the domain knows it."""
        script = tuple(
            Lapse(lapse.instalment, Reaction(lapse.reaction), lapse.days, lapse.share_percent) for lapse in self.script
        )
        return Behaviour(BehaviourKind(self.kind), self.seed, script)


class BureauFacts(RequestBody):
    """What the bureau has on file."""

    accounts: Count = 1
    max_dpd_24m: Count = 0
    queries_3m: Count = 1
    other_loans_fen: BalanceFen = 0


class FurtherAccount(RequestBody):
    """An account that only shows a balance; for a mortgage or a credit card, what is owed."""

    kind: Literal["PAYROLL", "ACQUIRING", "MORTGAGE", "CREDIT_CARD"]
    balance_fen: BalanceFen


class PersonRequest(RequestBody):
    """A synthetic person. Never a real one's number."""

    subject: Number
    name: Text
    id_number: IdNumber
    phone: Phone
    card_number: Text
    division_code: DivisionCode
    employer: Text | None = None
    behaviour: BehaviourRequest
    opening_balance_fen: BalanceFen = 0
    bureau: BureauFacts = BureauFacts()
    further_accounts: Annotated[tuple[FurtherAccount, ...], Field(max_length=8)] = ()

    def new_person(self, today: date) -> NewPerson:
        """As the use case takes him; raises AccountNumberMalformed."""
        person = Person(
            subject=self.subject,
            name=self.name,
            id_number=self.id_number,
            phone=self.phone,
            card_number=require_card_number(self.card_number),
            division_code=self.division_code,
            employer=self.employer,
            behaviour=self.behaviour.behaviour(),
            bureau=BureauRecord(**self.bureau.model_dump()),
        )
        further = tuple((AccountKind(one.kind), one.balance_fen) for one in self.further_accounts)
        return NewPerson(person, self.opening_balance_fen, today, further)


class DepositRequest(RequestBody):
    """Money from elsewhere; `description` is how the statement calls it."""

    description: Literal["DEPOSIT", "SALES", "SALARY"] = "DEPOSIT"
    amount_fen: AmountFen
    business_date: WorldDate


class ContactRequest(RequestBody):
    """A collector's attempt at a local time of day, asking for `overdue_fen`."""

    channel: Code
    local_time: LocalTime
    overdue_fen: AmountFen
    business_date: WorldDate

    def contact(self) -> Contact:
        """As the domain knows it."""
        return Contact(self.channel, time.fromisoformat(self.local_time), self.overdue_fen, self.business_date)


class MessageSearch(RequestBody):
    """A phone, or the sender's reference."""

    recipient: Key


@router.post("/people", operation_id="registerPeople", status_code=201)
async def register_people(
    body: Annotated[list[PersonRequest], Field(min_length=1, max_length=MAX_PEOPLE)],
    keeper: Principal = Depends(world_keeper),
    world: World = Depends(world_of),
) -> dict[str, Any]:
    """People with a card account each; the same people again change nothing. 409 when a number is another's."""
    today = calendar_date(world.clock.now())
    command = RegisterPeople(tuple(person.new_person(today) for person in body))
    people = await world.bus.handle(command, context_for(keeper))
    return {"items": [{"subject": known.person.subject, "customer_no": known.customer_no} for known in people]}


@router.get("/people/{subject}", operation_id="getPerson")
async def get_person(
    subject: Number, _: Principal = Depends(world_keeper), world: World = Depends(world_of)
) -> dict[str, Any]:
    """Behaviour and conduct so far, customer number and mandates. Hidden from the bank."""
    async with world.engine.connect() as connection:
        life = await people_queries.life_of(connection, subject)
    if life is None:
        raise PersonUnknown()
    return life


@router.patch("/people/{subject}/behaviour", operation_id="changeBehaviour", status_code=204)
async def change_behaviour(
    subject: Number, body: BehaviourRequest, keeper: Principal = Depends(world_keeper), world: World = Depends(world_of)
) -> None:
    """From now on he behaves like this; a lapse he is in is forgotten."""
    await world.bus.handle(ChangeBehaviour(subject, body.behaviour()), context_for(keeper))


@router.post("/people/{subject}/deposits", operation_id="depositMoney", status_code=201)
async def deposit_money(
    subject: Number,
    body: DepositRequest,
    idempotency_key: Annotated[Key | None, Header()] = None,
    keeper: Principal = Depends(world_keeper),
    world: World = Depends(world_of),
) -> dict[str, int]:
    """The balance with the money on it; one deposit per Idempotency-Key and person, without a key one per call."""
    reference = idempotency_key or new_id()
    command = DepositMoney(subject, LineKind(body.description), body.amount_fen, body.business_date, reference)
    account = await world.bus.handle(command, context_for(keeper))
    return {"balance_fen": account.balance_fen}


@router.post("/people/by-mandate/{mandate_id}/contacts", operation_id="contactByMandate")
async def contact_by_mandate(
    mandate_id: Number, body: ContactRequest, caller: Principal = Depends(Caller("people")), world: World = Depends(world_of)
) -> dict[str, Any]:
    """Whether the person behind a mandate was reached, and what he promised."""
    return _answer_view(await world.bus.handle(AnswerContact(body.contact(), mandate_id=mandate_id), context_for(caller)))


@router.post("/people/{subject}/contacts", operation_id="contactPerson")
async def contact_person(
    subject: Number, body: ContactRequest, keeper: Principal = Depends(world_keeper), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The same by sign-in."""
    return _answer_view(await world.bus.handle(AnswerContact(body.contact(), subject=subject), context_for(keeper)))


@router.post("/message-searches", operation_id="searchMessages")
async def search_messages(
    body: MessageSearch, _: Principal = Depends(world_keeper), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The last hundred text messages to a reference or phone, newest first."""
    async with world.engine.connect() as connection:
        return {"items": await people_queries.messages_to(connection, body.recipient)}


def _answer_view(answer: Answer) -> dict[str, Any]:
    promise = answer.promise
    return {
        "result": "CONNECTED" if answer.connected else "NO_ANSWER",
        "promise": {"amount_fen": promise.amount_fen, "due_date": promise.due_date.isoformat()} if promise else None,
    }
