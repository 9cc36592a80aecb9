"""The report: one verdict line, one picture, then the details; in the terminal and as one self-contained page."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from o2o.demo.evidence import Evidence
from o2o.verify.cli import Verdict
from shared.kernel.clock import SystemClock, shanghai_time
from shared.kernel.money import yuan_text

if TYPE_CHECKING:
    from o2o.demo.run import Result

TEMPLATE = Path(__file__).with_name("report.html")
_DATA_MARK = "/*DATA*/null"
CLASSES = {
    "NORMAL": ("正常", "Normal"),
    "SPECIAL_MENTION": ("关注", "Special mention"),
    "SUBSTANDARD": ("次级", "Substandard"),
    "DOUBTFUL": ("可疑", "Doubtful"),
    "LOSS": ("损失", "Loss"),
}


def report_data(evidence: Evidence, result: Result, verdicts: list[Verdict]) -> dict[str, Any]:
    """Everything the page shows; amounts in fen."""
    days = result.year.seconds_by_day
    return {
        "verdict": {"zh": verdict_line(evidence, verdicts, "zh"), "en": verdict_line(evidence, verdicts, "en")},
        "business_date": evidence.business_date.isoformat(),
        "applicants": evidence.applicants,
        "collected_fen": evidence.collected_fen,
        "picture": evidence.picture,
        "story": result.story,
        "book": evidence.book,
        "classes": [{"code": code, "zh": zh, "en": en} for code, (zh, en) in CLASSES.items()],
        "road": evidence.road,
        "card": evidence.card,
        "latencies": evidence.latencies,
        "phases": {name: round(seconds, 1) for name, seconds in result.phases.seconds.items()},
        "seconds_per_day": round(sum(days) / max(len(days), 1), 3),
        "days": len(days),
        "invariants": [
            {"id": v.invariant.id, "zh": v.invariant.zh, "en": v.invariant.en, "holds": v.finding.holds, "counts": v.finding.summary}
            for v in verdicts
        ],
    }


def verdict_line(evidence: Evidence, verdicts: list[Verdict], language: str) -> str:
    """The one sentence a banker reads first."""
    applicants, contacts = evidence.applicants, evidence.road["contacts"]
    holding = sum(verdict.finding.holds for verdict in verdicts)
    lent, collected = yuan_text(applicants["lent_fen"]), yuan_text(evidence.collected_fen)
    answered = applicants["answered"]
    if language == "zh":
        return (
            f"{applicants['applied']} 人申请,{answered} 人当日得到答复(中位 {applicants['median_seconds']} 秒),每一笔拒绝都有理由;"
            f"放款 ¥{lent},一年收回 ¥{collected};拦截违规联系 {contacts['blocked']} 次,实际违规 {contacts['violations']} 次;"
            f"{holding}/{len(verdicts)} 项不变量成立。"
        )
    return (
        f"{applicants['applied']} applied, {answered} answered the same day (median {applicants['median_seconds']} s), "
        f"every refusal with its reason; "
        f"¥{lent} lent, ¥{collected} collected within a year; {contacts['blocked']} contacts blocked, {contacts['violations']} violations; "
        f"{holding} of {len(verdicts)} invariants hold."
    )


def write_report(folder: Path, evidence: Evidence, result: Result, verdicts: list[Verdict], replay: str) -> Path:
    """`report.html`, `replay.html` and `report.json` in a folder named by the time."""
    target = folder / shanghai_time(SystemClock().now()).strftime("%Y%m%d-%H%M%S")
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report_data(evidence, result, verdicts), ensure_ascii=False, default=_plain)
    page = TEMPLATE.read_text(encoding="utf-8").replace(_DATA_MARK, text.replace("</", "<\\/"))
    (target / "report.html").write_text(page, encoding="utf-8")
    (target / "report.json").write_text(text, encoding="utf-8")
    (target / "replay.html").write_text(replay, encoding="utf-8")
    return target


def print_report(console: Console, evidence: Evidence, result: Result, verdicts: list[Verdict], language: str) -> None:
    """The same in the terminal, shorter."""
    zh = language == "zh"
    console.rule("报告" if zh else "Report")
    console.print(f"\n[bold]{verdict_line(evidence, verdicts, language)}[/bold]\n")
    console.print(_picture(evidence.picture, zh=zh))
    console.print(_ageing(evidence.book, zh=zh))
    console.print(_counted("拒绝原因" if zh else "Refusals", evidence.road["refusals"], "applications", zh=zh))
    console.print(_counted("案件结果" if zh else "Cases", evidence.road["case_outcomes"], "cases", zh=zh))
    per_day = sum(result.year.seconds_by_day) / max(len(result.year.seconds_by_day), 1)
    seconds = " · ".join(f"{name} {value:.1f}" for name, value in result.phases.seconds.items())
    console.print(f"[dim]{'各阶段秒数' if zh else 'Seconds by phase'}: {seconds} · {per_day:.3f}/{'日' if zh else 'day'}[/dim]\n")


def _picture(picture: dict[str, Any], *, zh: bool) -> Table:
    table = Table(title="全部放款与本策略" if zh else "Lending to all against this policy", title_justify="left")
    headers = ("", "放款 ¥", "损失 ¥", "利息 ¥", "净收益 ¥") if zh else ("", "lent ¥", "lost ¥", "interest ¥", "net ¥")
    for header in headers:
        table.add_column(header, justify="right")
    names = {"all": "全部放款" if zh else "to all", "policy": "本策略" if zh else "policy"}
    weights = {
        "raw": "样本原值(坏账 30%,样本设计如此)" if zh else "raw (30 % bad by design)",
        "reweighted": "折算坏账 3%" if zh else "re-weighted to 3 % bad",
    }
    for weight, weight_name in weights.items():
        table.add_section()
        for way, way_name in names.items():
            row = picture[weight][way]
            cells = (yuan_text(row[name]) for name in ("lent", "lost", "interest", "net"))
            table.add_row(f"{weight_name} · {way_name}", *cells)
    return table


def _ageing(book: dict[str, Any], *, zh: bool) -> Table:
    table = Table(title="五级分类与拨备" if zh else "Five classes and provisions", title_justify="left")
    for header in ("分类", "笔数", "余额 ¥", "拨备 ¥") if zh else ("class", "loans", "balance ¥", "provision ¥"):
        table.add_column(header, justify="right")
    for row in book["classes"]:
        names = CLASSES[row["class_code"]]
        table.add_row(names[0 if zh else 1], str(row["loans"]), yuan_text(row["balance_fen"]), yuan_text(row["provision_fen"]))
    return table


def _counted(title: str, rows: list[dict[str, Any]], what: str, *, zh: bool) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    for row in rows:
        table.add_row(row["zh" if zh else "en"], str(row[what]))
    return table


def _plain(value: object) -> Any:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else str(value)  # type: ignore[call-overload]
