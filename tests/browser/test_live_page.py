"""The live page as a banker sees it, in a real browser."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shared.schemas.events.platform import PartnersDayProcessed
from tests.browser.page import LivePage
from tests.component.ops.served import ServedOps
from tests.component.ops.story import applicant, borrower, late, main_road, repayment
from tests.support.eventually import eventually

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.mark.feature("F156")
async def test_events_appear_as_they_happen_and_the_figures_follow(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive([*main_road(0), *applicant(1, approved=False)])
    await live_page.open()
    await live_page.see(".sentence", "李*（店主）申请的 ¥120,000 未获批准")
    for events in (applicant(2), borrower(2, amount_fen=30_000_000), late(2, principal_left_fen=30_000_000)):
        await ops.archive(events)
    await live_page.see(".sentence", "22:10 电话联系陈**（店主）被拦截：22:00至次日8:00禁止催收")
    await live_page.see("[data-figure=overdueBalance].risk", "30万元")
    assert [text.split("\n")[:2] for text in await live_page.texts(".figure")] == [
        ["今日申请", "3"], ["批准率", "66.7%"], ["贷款余额", "41.53万元"], ["逾期贷款余额", "30万元"],
    ]  # fmt: skip
    await live_page.picture("live-1280-zh")


async def test_only_risk_is_red_and_the_banks_housekeeping_stands_back(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive(main_road(0))
    await live_page.open()
    await live_page.see(".event.risk")
    seen = "item => [item.className, item.dataset.stage, getComputedStyle(item.querySelector('.sentence')).color]"
    colours = await live_page.tab.eval_on_selector_all(".event", f"items => items.map({seen})")
    red = [stage for kind, stage, colour in colours if colour == "rgb(179, 38, 30)"]
    muted = [stage for kind, stage, colour in colours if colour == "rgb(95, 108, 116)"]
    assert red == [stage for kind, stage, _ in colours if "risk" in kind] == ["COLLECTION"] * 3
    assert muted == ["BANK_DAY"]


async def test_a_click_opens_the_whole_story_in_order_across_services(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive([*main_road(0), *main_road(1)])
    await live_page.open()
    await live_page.tab.locator(".row", has_text="22:10 电话联系王**").click()
    await live_page.see("#story-title", "王**的全过程")
    await live_page.see(".moment.current", "被拦截")
    moments = await live_page.texts(".moment .sentence")
    assert len(moments) == len(main_road(0))
    assert ("完成建档" in moments[0], "结案" in moments[-1]) == (True, True)
    assert set(await live_page.texts(".moment .service")) == {"进件", "评分", "信贷", "催收"}
    await live_page.picture("story-1280-zh")
    await live_page.tab.keyboard.press("Escape")
    await live_page.tab.locator("#story").wait_for(state="hidden")


async def test_an_event_of_nobody_tells_its_journey(live_page: LivePage) -> None:
    await live_page.open()
    await live_page.tab.locator(".row", has_text="营业日从").click()
    await live_page.see("#story-title", "这笔业务的全过程")
    await live_page.see_count(".moment", 1)


async def test_one_click_turns_everything_into_english_and_it_is_remembered(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive(main_road(0))
    await live_page.open()
    await live_page.see(".sentence", "承诺")
    await live_page.tab.click("#language")
    await live_page.see(".sentence", "phone to 王** (shop owner) was blocked: no contact between 22:00 and 08:00")
    await live_page.see("h1", "Lending, live")
    assert await live_page.tab.evaluate("document.documentElement.lang") == "en"
    leftovers = await live_page.tab.evaluate(r"document.body.innerText.replaceAll(/[王]\**|中文/g, '').match(/[\u4e00-\u9fff]+/g)")
    assert leftovers is None
    await live_page.picture("live-1280-en")
    await live_page.tab.reload()
    await live_page.see("h1", "Lending, live")


async def test_the_technical_view_shows_type_topic_offset_ids_and_payload(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive(main_road(0))
    await live_page.open()
    await live_page.see(".event")
    assert await live_page.tab.locator(".technical").first.is_hidden()
    await live_page.tab.click("#technical")
    box = live_page.tab.locator(".event", has_text="被拦截").locator(".technical")
    shown = await box.inner_text()
    for expected in ("o2o.collections.ContactBlocked.v1", "o2o.collections.case.v1 [0] @", "correlation", "causation"):
        assert expected in shown
    await box.locator("summary").click()
    assert '"rule_id": "R31"' in await box.locator("pre").inner_text()
    await live_page.picture("technical-1280-zh")


async def test_filters_and_search_narrow_the_list(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive([*main_road(0), *main_road(1)])
    await live_page.open()
    await live_page.see(".event")
    await live_page.tab.click(".chip[data-view=REPAYMENT]")
    await live_page.see_count(".event", 2)
    await live_page.tab.click(".chip[data-view=ALL]")
    await live_page.tab.fill("#keyword", "拦截")
    await live_page.see_count(".event", 2)
    await live_page.tab.fill("#keyword", "没有这样的词")
    await live_page.see("#empty", "暂时没有动态")


async def test_the_services_own_housekeeping_is_one_click_away(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive([PartnersDayProcessed(closed_date=date(2026, 11, 21)), *applicant(0)])
    await live_page.open()
    await live_page.see(".sentence", "王**（店主）申请")
    assert not [text for text in await live_page.texts(".sentence") if "合作方" in text]
    await live_page.tab.click(".chip[data-view=ALL]")
    await live_page.see(".sentence", "合作方完成2026年11月21日的日终处理")


async def test_pausing_holds_events_back_and_resuming_shows_them(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive(applicant(0))
    await live_page.open()
    await live_page.see(".sentence", "王**（店主）申请")
    await live_page.tab.keyboard.press("p")
    await ops.archive(applicant(1))
    await live_page.see("#fresh", "7 条新动态")
    assert not [text for text in await live_page.texts(".sentence") if "李*" in text]
    await live_page.tab.click("#pause")
    await live_page.see(".sentence", "李*（店主）申请")


async def test_the_list_is_worked_by_keyboard_alone(ops: ServedOps, live_page: LivePage) -> None:
    await ops.archive(main_road(0))
    await live_page.open()
    await live_page.see(".event")
    await live_page.tab.focus(".row[tabindex='0']")
    await live_page.tab.keyboard.press("ArrowDown")
    focused = await live_page.tab.evaluate("document.activeElement.closest('.event') === document.querySelectorAll('.event')[1]")
    assert focused
    await live_page.tab.keyboard.press("Enter")
    await live_page.see("#story[open]")
    await live_page.tab.keyboard.press("Escape")
    assert await live_page.tab.evaluate("document.activeElement.classList.contains('row')")
    await live_page.tab.keyboard.press("/")
    assert await live_page.tab.evaluate("document.activeElement.id") == "keyword"


async def test_twenty_thousand_events_do_not_kill_the_page(ops: ServedOps, live_page: LivePage) -> None:
    await live_page.open()
    await live_page.see(".event")
    flood = [repayment(number % 50, principal_left_fen=5_000_000) for number in range(20_000)]
    await ops.archive(applicant(49))
    for start in range(0, len(flood), 2000):
        await ops.archive(flood[start : start + 2000])
    last = len(flood) + len(applicant(49)) + 1
    newest = "document.querySelector('.event')?.event.log_id"
    await eventually(lambda: _evaluates(live_page, newest, last), seconds=30)
    assert await live_page.count(".event") == 300
    await live_page.tab.click(".chip[data-view=DECISION]", timeout=2000)
    await live_page.see(".sentence", "李*（店主）申请")


async def _evaluates(live_page: LivePage, expression: str, expected: int) -> bool:
    return bool(await live_page.tab.evaluate(expression) == expected)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_nothing_is_cut_off_at_either_size(ops: ServedOps, live_page: LivePage, size: dict[str, int]) -> None:
    await ops.archive([*main_road(0), *applicant(1, approved=False), *applicant(2), *borrower(2), *late(2)])
    await live_page.tab.set_viewport_size(size)
    await live_page.open()
    await live_page.see(".event.risk")
    assert await live_page.tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await live_page.picture(f"live-{size['width']}-zh")
    await live_page.tab.locator(".row", has_text="被拦截").first.click()
    await live_page.see("#story[open]")
    assert await live_page.tab.evaluate("document.getElementById('story').scrollWidth") <= size["width"]
    await live_page.picture(f"story-{size['width']}-zh")


async def test_the_recording_opens_without_any_server(ops: ServedOps, live_page: LivePage, tmp_path: Path) -> None:
    await ops.archive([*main_road(0), *applicant(1, approved=False)])
    recording = tmp_path / "replay.html"
    recording.write_bytes((await ops.get("/v1/events/replay.html")).content)
    requests: list[str] = []
    live_page.tab.on("request", lambda request: requests.append(request.url))
    await live_page.tab.goto(recording.as_uri())
    await live_page.tab.select_option("#speed", "100")
    await live_page.see(".sentence", "李*（店主）申请的 ¥120,000 未获批准")
    assert (await live_page.texts("[data-figure=appliedToday] .value")) == ["2"]
    await live_page.tab.locator(".row", has_text="被拦截").click()
    await live_page.see("#story-title", "王**的全过程")
    await live_page.tab.keyboard.press("Escape")
    await live_page.tab.fill("#position", "3")
    await live_page.see_count(".event", 3)
    assert (await live_page.texts("[data-figure=appliedToday] .value")) == ["0"]
    await live_page.picture("replay-1280-zh")
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


async def test_what_an_event_carries_never_becomes_markup(ops: ServedOps, live_page: LivePage, tmp_path: Path) -> None:
    bait = "</script><img src=x onerror=document.title='taken'>"
    poisoned = applicant(0)[0].model_copy(update={"masked_name": bait})
    await ops.archive([poisoned])
    recording = tmp_path / "replay.html"
    recording.write_bytes((await ops.get("/v1/events/replay.html")).content)
    for address in (f"{ops.url}/stream", recording.as_uri()):
        await live_page.tab.goto(address)
        await live_page.see(".sentence", bait)
        assert await live_page.tab.title() == "信贷实时动态"
        assert await live_page.count("img") == 0
