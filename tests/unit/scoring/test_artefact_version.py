"""Model and policy versions: three different people, one active version, rollback."""
from __future__ import annotations

import pytest

from services.scoring.domain.artefact_version import ArtefactVersion, Kind, Role, SamePerson, State, Step, WrongState

DRAFT = ArtefactVersion(Kind.MODEL, "application", 2, {}, "digest", State.DRAFT, (Step(Role.DEVELOPER, "dev", "better"),))


def test_a_version_is_developed_validated_approved_and_activated() -> None:
    active = DRAFT.validated("val", "checked").approved("app", "minuted").activated()
    assert active.state is State.ACTIVE
    assert [(step.role, step.person) for step in active.steps] == [
        (Role.DEVELOPER, "dev"),
        (Role.VALIDATOR, "val"),
        (Role.APPROVER, "app"),
    ]
    assert active.approver == "app"


def test_nobody_takes_two_steps() -> None:
    with pytest.raises(SamePerson):
        DRAFT.validated("dev", "")
    validated = DRAFT.validated("val", "")
    for person in ("dev", "val"):
        with pytest.raises(SamePerson):
            validated.approved(person, "")


def test_no_step_is_left_out_or_repeated() -> None:
    for step in (lambda: DRAFT.approved("app", ""), DRAFT.activated, DRAFT.retired):
        with pytest.raises(WrongState):
            step()
    validated = DRAFT.validated("val", "")
    with pytest.raises(WrongState):
        validated.validated("other", "")
    with pytest.raises(WrongState):
        validated.activated()


def test_a_retired_version_can_come_back() -> None:
    retired = DRAFT.validated("val", "").approved("app", "").activated().retired()
    assert retired.activated().state is State.ACTIVE
