"""Who sees what, page by page."""
from __future__ import annotations

from typing import Any

import pytest

from tests.component.credit.world import OUTLET, Customer, World


def staff(world: World, *outlets: str, role: str = "OFFICER") -> dict[str, str]:
    """Headers of a member of staff."""
    return world.service.bearer(kind="staff", subject="officer.zhou", roles=[role], outlets=list(outlets))


async def three_lines(world: World) -> tuple[Customer, list[str]]:
    """A customer with three lines, newest first."""
    customer = await world.customer()
    lines = [(await world.approve(customer))["line_id"] for _ in range(3)]
    return customer, lines[::-1]


def ids(page: dict[str, Any]) -> list[str]:
    """The lines of a page."""
    return [item["line_id"] for item in page["items"]]


async def test_a_borrower_sees_his_own_lines_only(world: World) -> None:
    customer, lines = await three_lines(world)
    other = await world.customer()
    await world.approve(other)
    assert ids((await world.service.get("/v1/lines", customer.headers)).json()) == lines


async def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    customer, lines = await three_lines(world)
    first = (await world.service.get("/v1/lines?page_size=2", customer.headers)).json()
    rest = (await world.service.get(f"/v1/lines?page_size=2&cursor={first['next_cursor']}", customer.headers)).json()
    assert (ids(first), ids(rest), rest["next_cursor"]) == (lines[:2], lines[2:], None)


async def test_a_cursor_belongs_to_its_list_and_its_caller(world: World) -> None:
    customer, _ = await three_lines(world)
    cursor = (await world.service.get("/v1/lines?page_size=2", customer.headers)).json()["next_cursor"]
    for path, headers in (
        (f"/v1/lines?status=ACTIVE&cursor={cursor}", customer.headers),
        (f"/v1/loans?cursor={cursor}", customer.headers),
        (f"/v1/lines?cursor={cursor}", (await world.customer()).headers),
    ):
        assert (await world.service.get(path, headers)).json()["code"] == "platform.invalid-cursor"


@pytest.mark.parametrize(("outlets", "count"), [((OUTLET,), 3), (("jiaojiang-2",), 0), (("HEAD_OFFICE",), 3), ((), 0)])
async def test_staff_see_their_outlets_and_head_office_all(world: World, outlets: tuple[str, ...], count: int) -> None:
    _, lines = await three_lines(world)
    headers = staff(world, *outlets)
    assert len((await world.service.get("/v1/lines", headers)).json()["items"]) == count
    found = await world.service.get(f"/v1/lines/{lines[0]}", headers)
    assert found.status_code == (200 if count else 404)


async def test_a_role_without_the_right_is_refused(world: World) -> None:
    await three_lines(world)
    for path in ("/v1/lines", "/v1/loans"):
        assert (await world.service.get(path, staff(world, OUTLET, role="MODEL_DEVELOPER"))).status_code == 403


async def test_filters_hold(world: World) -> None:
    customer, lines = await three_lines(world)
    line = (await world.service.get(f"/v1/lines/{lines[0]}", customer.headers)).json()
    await world.sign(customer, line)
    loan = await world.draw(customer, line)
    assert ids((await world.service.get("/v1/lines?status=ACTIVE", customer.headers)).json()) == lines[:1]
    by_line = (await world.service.get(f"/v1/loans?line_id={lines[0]}&status=ACTIVE", customer.headers)).json()
    assert [item["loan_id"] for item in by_line["items"]] == [loan["loan_id"]]
    assert (await world.service.get(f"/v1/loans?line_id={lines[1]}", customer.headers)).json()["items"] == []
