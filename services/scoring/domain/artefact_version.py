"""Governed versions of models and policies: developed, validated and approved by three different people (SR 11-7).

There is no "latest": one version per name is ACTIVE, and a retired one can be activated again (rollback).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from shared.kernel.errors import DomainError


class Kind(Enum):
    """What is governed."""

    MODEL = "MODEL"
    POLICY = "POLICY"


class State(Enum):
    """DRAFT → VALIDATED → APPROVED → ACTIVE → RETIRED → ACTIVE."""

    DRAFT = "DRAFT"
    VALIDATED = "VALIDATED"
    APPROVED = "APPROVED"
    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"


class Role(Enum):
    """A step a person takes, once per version."""

    DEVELOPER = "DEVELOPER"
    VALIDATOR = "VALIDATOR"
    APPROVER = "APPROVER"


class SamePerson(DomainError):
    """Developing, validating and approving need three people."""

    code = "scoring.same-person"
    title_zh = "开发、验证、批准须由三名不同人员完成"
    title_en = "Developing, validating and approving need three different people"


class WrongState(DomainError):
    """The version is not in the state that the step starts from."""

    code = "scoring.version-state"
    title_zh = "该版本当前状态不允许此操作"
    title_en = "The version is not in a state that allows this step"


class ArtefactTampered(DomainError):
    """The stored document is not the one that was registered; the version is not used."""

    code = "scoring.artefact-tampered"
    title_zh = "模型或策略文件与登记的校验值不符，已停止使用"
    title_en = "The stored document differs from the one registered; it is not used"


class NoArtefactInForce(DomainError):
    """No version of this model or policy is active."""

    code = "scoring.no-artefact-in-force"
    title_zh = "没有生效的模型或策略版本"
    title_en = "No version of this model or policy is in force"


@dataclass(frozen=True, slots=True)
class Step:
    """Who took a step and what he wrote about it."""

    role: Role
    person: str
    comment: str


@dataclass(frozen=True, slots=True)
class ArtefactVersion:
    """One version of a model or policy. The document never changes; steps are only added."""

    kind: Kind
    name: str
    version: int
    document: Mapping[str, Any]
    sha256: str
    state: State
    steps: tuple[Step, ...]

    def validated(self, person: str, comment: str) -> ArtefactVersion:
        """DRAFT becomes VALIDATED. Raises WrongState or SamePerson."""
        self._require(State.DRAFT)
        return self._stepped(State.VALIDATED, Step(Role.VALIDATOR, person, comment))

    def approved(self, person: str, comment: str) -> ArtefactVersion:
        """VALIDATED becomes APPROVED. Raises WrongState or SamePerson."""
        self._require(State.VALIDATED)
        return self._stepped(State.APPROVED, Step(Role.APPROVER, person, comment))

    def activated(self) -> ArtefactVersion:
        """APPROVED or RETIRED becomes ACTIVE. Raises WrongState."""
        self._require(State.APPROVED, State.RETIRED)
        return replace(self, state=State.ACTIVE)

    def retired(self) -> ArtefactVersion:
        """ACTIVE becomes RETIRED. Raises WrongState."""
        self._require(State.ACTIVE)
        return replace(self, state=State.RETIRED)

    @property
    def approver(self) -> str:
        """Who approved it."""
        return next(step.person for step in self.steps if step.role is Role.APPROVER)

    def _require(self, *states: State) -> None:
        if self.state not in states:
            raise WrongState(state=self.state.value)

    def _stepped(self, state: State, step: Step) -> ArtefactVersion:
        if any(earlier.person == step.person for earlier in self.steps):
            raise SamePerson()
        return replace(self, state=state, steps=(*self.steps, step))
