"""Events of loans reach the partners that may hear of them: signed, once each, retried (platform.md 2.1)."""
from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.partners.adapters import courier
from shared.db.unit_of_work import new_id
from shared.schemas.events.business_day import DayClosed
from tests.component.partners.receiver import OK, Received, Receiver, flood, hang, hang_up, status, trickle
from tests.component.partners.world import TODAY, World
from tests.support.service import read_json


def _verify(received: Received, public_key: str, signature: str) -> None:
    """A receiver's check, written from the standard: id, time and body under an Ed25519 key."""
    scheme, _, value = signature.partition(",")
    assert scheme == "v1a"
    content = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))
    key.verify(base64.b64decode(value), content)


async def test_a_disbursed_loan_is_told_with_a_signature_the_receiver_can_check(world: World, receiver: Receiver) -> None:
    _, endpoint = await world.listening(receiver.url)
    loan = await world.loan_disbursed()
    await world.deliver()
    (received,) = receiver.received
    body = json.loads(received.body)
    assert body["id"] == received.headers["webhook-id"] == str((await world.deliveries())[0]["delivery_id"])
    assert (body["type"], body["data"]["loan_id"], body["data"]["principal_fen"]) == ("loan.disbursed", loan.loan_id, 5_000_000)
    assert received.headers["webhook-timestamp"] == str(int(world.clock.now().timestamp()))
    _verify(received, endpoint["public_keys"][0], received.headers["webhook-signature"])
    with pytest.raises(InvalidSignature):
        _verify(Received("", received.headers, received.body + b" "), endpoint["public_keys"][0], received.headers["webhook-signature"])
    assert [event["attempts"] for event in await world.events("WebhookDelivered")] == [1]


async def test_the_body_says_nothing_about_the_person(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    loan = await world.loan_disbursed()
    await world.deliver()
    assert loan.party_id.encode() not in receiver.received[0].body
    assert len(receiver.received[0].body) < 1_000


async def test_a_duplicate_of_an_event_is_told_once(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    event_id = new_id()
    loan = await world.loan_disbursed(event_id=event_id)
    await world.service.receive(loan, event_id)
    await world.deliver()
    assert len(receiver.received) == 1


async def test_a_partner_hears_only_of_the_products_and_types_it_may(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url, ["loan.settled"])
    wallet, shop = await world.loan_disbursed("WALLET"), await world.loan_disbursed("SHOP_TERM")
    await world.loan_settled(wallet)
    await world.loan_settled(shop)
    await world.deliver()
    bodies = [json.loads(received.body) for received in receiver.received]
    assert [(body["type"], body["data"]["loan_id"]) for body in bodies] == [("loan.settled", shop.loan_id)]


async def test_every_endpoint_of_every_partner_gets_its_own(world: World, receiver: Receiver) -> None:
    partner_id, _ = await world.listening(receiver.url)
    await world.endpoint(partner_id, receiver.url + "/2")
    other = await world.registered("核心企业乙")
    await world.endpoint(other, receiver.url + "/3")
    await world.loan_disbursed()
    await world.deliver()
    assert sorted(received.path for received in receiver.received) == ["/hook", "/hook/2", "/hook/3"]
    assert len({received.headers["webhook-id"] for received in receiver.received}) == 3


async def test_a_failure_is_retried_under_the_same_id_at_a_later_time(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    receiver.answers = [status(500), OK]
    await world.loan_disbursed()
    await world.deliver()
    await world.deliver(timedelta(seconds=3))
    assert len(receiver.received) == 1
    await world.deliver(timedelta(seconds=4))
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] < second.headers["webhook-timestamp"]
    assert (await world.deliveries())[0]["status"] == "DELIVERED"


async def test_after_ten_tries_it_has_visibly_failed_and_can_be_sent_again(world: World, receiver: Receiver) -> None:
    partner_id, _ = await world.listening(receiver.url)
    receiver.answers = [status(500)]
    started = world.clock.now()
    await world.loan_disbursed()
    for _ in range(12):
        due = (await world.deliveries())[0]["next_attempt_at"]
        await world.deliver(max(due - world.clock.now(), timedelta()))
    assert len(receiver.received) == 10
    assert timedelta(hours=60) < world.clock.now() - started < timedelta(hours=91)
    assert [event["attempts"] for event in await world.events("WebhookFailed")] == [10]
    receiver.answers = [OK]
    path = f"/v1/partners/{partner_id}/deliveries/{(await world.deliveries())[0]['delivery_id']}"
    assert (await world.service.post(f"{path}/redeliver", {}, world.staff())).status_code == 200
    await world.deliver()
    found = read_json(await world.service.get(path, world.staff()))
    assert (found["status"], len(found["tries"]), found["tries"][0]["status_code"]) == ("DELIVERED", 11, 200)
    assert len({received.headers["webhook-id"] for received in receiver.received}) == 1


async def test_a_receiver_that_says_gone_is_disabled(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    receiver.answers = [status(410)]
    await world.loan_disbursed()
    await world.deliver()
    assert [row["status"] for row in await world.service.rows("SELECT status FROM webhook_endpoint")] == ["DISABLED"]
    await world.loan_disbursed()
    assert len(await world.deliveries()) == 1


async def test_an_endpoint_that_fails_for_five_days_is_disabled(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    receiver.answers = [status(500)]
    await world.loan_disbursed()
    await world.deliver()
    await world.deliver(timedelta(hours=119))
    assert (await world.service.rows("SELECT status FROM webhook_endpoint"))[0]["status"] == "ENABLED"
    await world.deliver(timedelta(hours=2))
    assert (await world.service.rows("SELECT status FROM webhook_endpoint"))[0]["status"] == "DISABLED"


async def test_a_redirect_is_a_failure_and_is_not_followed(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    receiver.answers = [status(302, f"Location: {receiver.url}/inside")]
    await world.loan_disbursed()
    await world.deliver()
    assert [received.path for received in receiver.received] == ["/hook"]
    assert (await world.deliveries())[0]["status"] == "PENDING"


@pytest.mark.parametrize(("answer", "error"), [(hang, "timeout"), (trickle, "timeout"), (hang_up, "RemoteProtocolError")])
async def test_a_receiver_that_hangs_trickles_or_hangs_up_is_a_failed_try(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, answer: object, error: str
) -> None:
    monkeypatch.setattr(courier, "ANSWER_SECONDS", 0.2)
    await world.listening(receiver.url)
    receiver.answers = [answer]  # type: ignore[list-item]
    await world.loan_disbursed()
    await world.deliver()
    assert [row["error"] for row in await world.service.rows("SELECT error FROM webhook_attempt")] == [error]


async def test_of_an_endless_answer_a_kilobyte_is_kept(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    receiver.answers = [flood]
    await world.loan_disbursed()
    await world.deliver()
    attempts = await world.service.rows("SELECT status_code, length(excerpt) AS kept FROM webhook_attempt")
    assert attempts == [{"status_code": 200, "kept": 1024}]


async def test_a_name_that_starts_to_lead_inside_is_not_followed_there(world: World) -> None:
    """DNS rebinding: public when registered, the bank's own network when sent."""
    world.names.known["partner.example"] = ("1.2.4.8",)
    await world.listening("https://partner.example/hook")
    world.names.known["partner.example"] = ("10.0.0.7",)
    await world.loan_disbursed()
    await world.deliver()
    assert [row["error"] for row in await world.service.rows("SELECT error FROM webhook_attempt")] == ["partners.address-refused"]


async def test_a_suspended_partner_is_told_nothing_not_even_what_was_under_way(world: World, receiver: Receiver) -> None:
    partner_id, _ = await world.listening(receiver.url)
    await world.loan_disbursed()
    caller = {**world.staff(), "If-Match": '"v0"'}
    assert (await world.service.post(f"/v1/partners/{partner_id}/suspend", {}, caller)).status_code == 200
    await world.loan_disbursed()
    await world.deliver()
    assert receiver.received == []
    assert [row["status"] for row in await world.deliveries()] == ["FAILED"]
    assert len(await world.events("WebhookFailed")) == 1


async def test_after_a_rotation_old_and_new_keys_sign_for_a_day(world: World, receiver: Receiver) -> None:
    partner_id, endpoint = await world.listening(receiver.url)
    path = f"/v1/partners/{partner_id}/webhook-endpoints/{endpoint['endpoint_id']}/rotate-key"
    rotated = read_json(await world.service.post(path, {}, world.staff()))
    old, new = rotated["public_keys"]
    assert old == endpoint["public_keys"][0]
    await world.loan_disbursed()
    await world.deliver()
    for key, signature in zip((old, new), receiver.received[0].headers["webhook-signature"].split(), strict=True):
        _verify(receiver.received[0], key, signature)
    world.clock.advance(timedelta(hours=24))
    await world.loan_disbursed()
    await world.deliver()
    (signature,) = receiver.received[1].headers["webhook-signature"].split()
    _verify(receiver.received[1], new, signature)


async def test_a_slow_receiver_has_at_most_four_tries_running(world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "ANSWER_SECONDS", 0.3)
    await world.listening(receiver.url)
    receiver.answers = [hang]
    for _ in range(7):
        await world.loan_disbursed()
    await world.deliver()
    assert len(receiver.received) == 4
    assert sum(row["attempts"] for row in await world.deliveries()) == 4


async def test_a_try_that_was_lost_is_resumed_by_the_day_job(world: World, receiver: Receiver) -> None:
    await world.listening(receiver.url)
    await world.loan_disbursed()
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM due_command")
    world.clock.advance(timedelta(minutes=31))
    await world.service.receive(DayClosed(closed_date=TODAY, next_date=TODAY + timedelta(days=1), checksums={}))
    await world.deliver()
    assert len(receiver.received) == 1
    assert [event["closed_date"] for event in await world.events("PartnersDayProcessed")] == [TODAY.isoformat()]
