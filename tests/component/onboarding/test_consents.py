"""The consent ledger over HTTP (R23, R24; PIPL 14, 15, 29)."""
from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from services.onboarding.domain.consent import Purpose
from shared.db.unit_of_work import new_id
from shared.schemas.events.business_day import DayClosed
from tests.component.onboarding.world import World, code_of
from tests.support.service import read_json


def body(party_id: str, purpose: str = "CREDIT_BUREAU", **changes: object) -> dict[str, object]:
    version = f"{purpose.lower().replace('_', '-')}-v1"
    return {"party_id": party_id, "purpose": purpose, "text_version": version, "separate": True, **changes}


async def test_every_purpose_has_a_text_whose_hash_covers_both_languages(world: World) -> None:
    texts = read_json(await world.service.get("/v1/consent-texts", world.borrower()))["items"]
    assert {text["purpose"] for text in texts} == {purpose.value for purpose in Purpose}
    for text in texts:
        assert sha256(f"{text['body']['zh']}\n{text['body']['en']}".encode()).hexdigest() == text["sha256"]
    assert {text["purpose"] for text in texts if text["separate"]} == {"CREDIT_BUREAU", "FINANCIAL_DATA", "COLLECTION_ANY_HOUR"}


async def test_the_ledger_proves_which_text_was_agreed_to(world: World) -> None:
    party_id = await world.register()
    consent = await world.consent(party_id, "CREDIT_BUREAU")
    texts = read_json(await world.service.get("/v1/consent-texts", world.borrower()))["items"]
    read = next(text for text in texts if text["purpose"] == "CREDIT_BUREAU")
    assert (consent["text_sha256"], consent["valid_to"], consent["status"]) == (read["sha256"], "2027-11-22", "ACTIVE")
    assert dict(await world.service.published())["ConsentGranted"] == {
        "party_id": party_id, "consent_id": consent["consent_id"], "purpose": "CREDIT_BUREAU",
        "text_version": "credit-bureau-v1", "separate": True, "valid_to": "2027-11-22",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"separate": False}, "onboarding.consent-must-be-separate"),
        ({"text_version": "credit-bureau-v2"}, "onboarding.consent-text-not-current"),
        ({"text_version": "profiling-v1"}, "onboarding.consent-text-not-current"),
    ],
)
async def test_a_bundled_or_outdated_consent_is_refused(world: World, change: dict[str, object], code: str) -> None:
    party_id = await world.register()
    answer = await world.service.post("/v1/consents", body(party_id, **change), world.borrower())
    assert (answer.status_code, code_of(answer)) == (409, code)
    assert await world.service.rows("SELECT consent_id FROM consent") == []


async def test_a_second_consent_supersedes_the_first_and_one_withdrawal_ends_it(world: World) -> None:
    party_id = await world.register()
    first = await world.consent(party_id, "PROFILING")
    second = await world.consent(party_id, "PROFILING")
    gone = await world.service.post(f"/v1/consents/{first['consent_id']}/withdraw", {}, world.borrower())
    assert (gone.status_code, code_of(gone)) == (409, "onboarding.consent-not-active")
    answer = await world.service.post(f"/v1/consents/{second['consent_id']}/withdraw", {}, world.borrower())
    assert (answer.status_code, read_json(answer)["status"]) == (200, "WITHDRAWN")
    ledger = read_json(await world.service.get("/v1/consents", world.borrower()))["items"]
    assert [row["status"] for row in ledger] == ["WITHDRAWN", "SUPERSEDED"]
    assert dict(await world.service.published())["ConsentWithdrawn"]["consent_id"] == second["consent_id"]


@pytest.mark.parametrize("purpose", ["PROFILING", "CREDIT_BUREAU"])
async def test_withdrawing_what_an_application_stands_on_ends_it(world: World, purpose: str) -> None:
    party_id, application_id = await world.submitted()
    ledger = read_json(await world.service.get("/v1/consents", world.borrower()))["items"]
    consent_id = next(row["consent_id"] for row in ledger if row["purpose"] == purpose)
    await world.service.post(f"/v1/consents/{consent_id}/withdraw", {}, world.borrower())
    seen = await world.application(application_id)
    assert (seen["status"], seen["reasons"]) == ("CANCELLED", ["CONSENT_WITHDRAWN"])
    await world.decide(party_id, application_id, "APPROVED")
    assert (await world.application(application_id))["status"] == "CANCELLED"
    assert dict(await world.service.published())["ApplicationCancelled"]["reason"] == "CONSENT_WITHDRAWN"


async def test_nobody_agrees_or_withdraws_for_somebody_else(world: World) -> None:
    party_id = await world.register("person-1", 1)
    await world.register("person-2", 2)
    consent = await world.consent(party_id, "PROFILING")
    stranger = world.borrower("person-2")
    for answer in (
        await world.service.post("/v1/consents", body(party_id), stranger),
        await world.service.post(f"/v1/consents/{consent['consent_id']}/withdraw", {}, stranger),
        await world.service.get(f"/v1/consents?party_id={party_id}", stranger),
        await world.service.post(f"/v1/consents/{new_id()}/withdraw", {}, stranger),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "platform.not-found")
    officer = await world.service.post("/v1/consents", body(party_id), world.staff("OFFICER"))
    assert (officer.status_code, code_of(officer)) == (403, "platform.forbidden")


async def test_the_ledger_comes_in_signed_pages(world: World) -> None:
    party_id = await world.register()
    made = [(await world.consent(party_id, "MARKETING"))["consent_id"] for _ in range(3)]
    read, cursor = [], ""
    while cursor is not None:
        answer = read_json(await world.service.get(f"/v1/consents?page_size=2{cursor}", world.borrower()))
        read += [row["consent_id"] for row in answer["items"]]
        cursor = None if answer["next_cursor"] is None else f"&cursor={answer['next_cursor']}"
    assert read == made[::-1]
    forged = await world.service.get("/v1/consents?cursor=AAAA", world.borrower())
    assert (forged.status_code, code_of(forged)) == (400, "platform.invalid-cursor")


async def test_an_expired_consent_no_longer_lets_apply(world: World) -> None:
    party_id = await world.ready_to_apply()
    draft_id = read_json(await world.draft(party_id))["application_id"]
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE consent SET valid_to = '2026-11-22' WHERE purpose = 'CREDIT_BUREAU'")
    await world.service.receive(DayClosed(closed_date=date(2026, 11, 22), next_date=date(2026, 11, 23), checksums={}))
    answer = await world.submit(draft_id)
    assert (answer.status_code, code_of(answer)) == (409, "onboarding.consent-missing")
    assert read_json(answer)["facts"] == {"purpose": "CREDIT_BUREAU"}
