"""What callers see: staff the whole trace, the customer the answer with reasons he may read."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.scoring.application.replay_decision import Replay
from services.scoring.domain.artefact_version import ArtefactVersion
from services.scoring.domain.reason_code import PLATFORM_REASONS
from shared.messaging.codec import instant_text


def customer_decision(row: Mapping[Any, Any], texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Result and reasons in plain words (PIPL art. 24: a person may ask for reasons and for a person)."""
    return {
        "decision_id": row["decision_id"],
        "application_id": row["application_id"],
        "result": row["result"],
        "reasons": [reason_view(code, texts) for code in row["output"]["reasons"]],
        "business_date": row["business_date"],
        "decided_at": instant_text(row["decided_at"]),
    }


def staff_decision(row: Mapping[Any, Any], texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Everything the decision rests on."""
    output = row["output"]
    return {
        **customer_decision(row, texts),
        "party_id": row["party_id"],
        "outlet_id": row["outlet_id"],
        **{name: output[name] for name in ("path", "conditions", "approved_amount_fen", "term_months", "annual_rate")},
        **{name: output[name] for name in ("score", "pd_ppm", "grade", "trace")},
        "inputs": row["inputs"],
        "model": {"name": row["model"], "version": row["model_version"], "sha256": row["model_sha256"]},
        "policy": {"name": row["policy"], "version": row["policy_version"], "sha256": row["policy_sha256"]},
        "sha256": row["sha256"],
        "elapsed_ms": row["elapsed_ms"],
    }


def reason_view(code: str, texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A reason with its texts; one that may not be disclosed gives only its code's neutral text."""
    if code in PLATFORM_REASONS:
        return {"code": code, "text_zh": PLATFORM_REASONS[code].text_zh, "text_en": PLATFORM_REASONS[code].text_en}
    found = texts.get(code, {})
    if found.get("disclosable") is False:
        return {"code": "OTHER", "text_zh": "综合评估未通过", "text_en": "The overall assessment was not passed"}
    return {"code": code, "text_zh": found.get("zh", code), "text_en": found.get("en", code)}


def replay_view(replay: Replay) -> dict[str, Any]:
    """Whether the decision stands: the same answer, and nothing altered since."""
    stored = replay.decision
    return {
        "decision_id": stored.decision_id,
        "is_identical": replay.is_identical,
        "is_untampered": replay.is_untampered,
        "result": stored.output["result"],
        "model_version": stored.model_version,
        "policy_version": stored.policy_version,
        "sha256": stored.sha256,
    }


def version_view(version: ArtefactVersion) -> dict[str, Any]:
    """A version without its document."""
    return {
        "name": version.name,
        "version": version.version,
        "state": version.state.value,
        "sha256": version.sha256,
        "steps": [{"role": step.role.value, "person": step.person, "comment": step.comment} for step in version.steps],
    }


def version_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A version as listed or, with document and steps, as read."""
    view = {**row, "created_at": instant_text(row["created_at"])}
    view["activated_at"] = None if row["activated_at"] is None else instant_text(row["activated_at"])
    if "steps" in row:
        view["steps"] = [{**step, "taken_at": instant_text(step["taken_at"])} for step in row["steps"]]
    return view


def page_view(items: Iterable[Any], next_cursor: str | None) -> dict[str, Any]:
    """A page of a list."""
    return {"items": list(items), "next_cursor": next_cursor}
