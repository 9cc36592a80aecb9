"""Bureau, courts and registry over HTTP, asked at the same time, one try each with a stated time-out.

Who somebody is comes from onboarding's vault, is used for the questions and kept nowhere. Without that answer, or
without consent, a source is MISSING; one that does not answer in time is LATE. Either refers the case.
"""
from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Mapping
from typing import Final

import httpx
from pydantic import BaseModel, Field, ValidationError

from services.scoring.application.ports import DecisionRequest
from services.scoring.domain.case import BUREAU_CONSENT, CheckResult, CheckStatus
from shared.kernel.errors import Unavailable
from shared.web.service_client import ServiceClient

_VAULT_TIMEOUT_SECONDS: Final = 2.0
_SOURCE_TIMEOUT_SECONDS: Final = 3.0
_SHOP_OWNER: Final = "SHOP_OWNER"
_MISSING: Final = CheckResult(CheckStatus.MISSING)
_LATE: Final = CheckResult(CheckStatus.LATE)
_DEFENDANT: Final = "DEFENDANT"
_COURT_FINDINGS: Final[Mapping[str, str]] = {
    "dishonest": "court_dishonest",
    "enforcement": "court_enforcement",
    "consumption_restriction": "court_restriction",
    "judgments": "court_private_lending",
    "hearings": "court_other",
}


class _Identity(BaseModel):
    name: str = Field(min_length=1, max_length=100, repr=False)
    id_number: str = Field(min_length=1, max_length=40, repr=False)


class _Disclosure(BaseModel):
    fields: _Identity


class _BureauReport(BaseModel):
    max_dpd_24m: int = Field(ge=0, le=10_000)
    queries_3m: int = Field(ge=0, le=10_000)


class _CourtHit(BaseModel):
    role: str = Field(max_length=40)


class _CourtSearch(BaseModel):
    lists: dict[str, list[_CourtHit]]


class _RegistryEntry(BaseModel):
    status: str = Field(pattern=r"^[A-Z][A-Z_]{0,39}$")


class HttpEvidenceSources:
    """`application.ports.EvidenceSources`."""

    def __init__(self, vault: ServiceClient, outside: ServiceClient) -> None:
        self._vault = vault
        self._outside = outside

    async def gather(self, request: DecisionRequest, consents: Mapping[str, str]) -> Mapping[str, CheckResult]:
        """BUREAU, COURT and, for shop owners, REGISTRY. Takes at most the vault's and one source's time-out."""
        identity = await self._identity(request.party_id)
        questions = {"BUREAU": self._bureau, "COURT": self._courts}
        if request.segment == _SHOP_OWNER:
            questions["REGISTRY"] = self._registry
        if identity is None:
            return dict.fromkeys(questions, _MISSING)
        answers = await asyncio.gather(*(_settled(ask(identity, consents)) for ask in questions.values()))
        return dict(zip(questions, answers, strict=True))

    async def _identity(self, party_id: str) -> _Identity | None:
        body = {"party_id": party_id, "fields": ["name", "id_number"], "purpose": "DECISION"}
        try:
            response = await self._vault.post(
                "/internal/v1/party-disclosures",
                body,
                scope="onboarding:party-disclosures",
                timeout_seconds=_VAULT_TIMEOUT_SECONDS,
            )
            return _Disclosure.model_validate_json(response.content).fields if response.is_success else None
        except (Unavailable, ValidationError):
            return None

    async def _bureau(self, identity: _Identity, consents: Mapping[str, str]) -> CheckResult:
        if BUREAU_CONSENT not in consents:
            return _MISSING
        body = {**identity.model_dump(), "consent_reference": consents[BUREAU_CONSENT], "purpose": "LOAN_APPROVAL"}
        report = _BureauReport.model_validate_json(await self._ask("/bureau/v1/reports", body, "bureau:reports"))
        findings = {"bureau_max_dpd_24m": report.max_dpd_24m, "bureau_queries_3m": report.queries_3m}
        return CheckResult(CheckStatus.HIT if report.max_dpd_24m else CheckStatus.PASS, findings)

    async def _courts(self, identity: _Identity, _: Mapping[str, str]) -> CheckResult:
        """The five checks (domain.md 2.7.7); being a plaintiff is no hit."""
        search = _CourtSearch.model_validate_json(await self._ask("/courts/v1/searches", identity.model_dump(), "courts:searches"))
        against = Counter({name: sum(hit.role == _DEFENDANT for hit in hits) for name, hits in search.lists.items()})
        findings = {finding: against[name] for name, finding in _COURT_FINDINGS.items()}
        return CheckResult(CheckStatus.HIT if any(findings.values()) else CheckStatus.PASS, findings)

    async def _registry(self, identity: _Identity, _: Mapping[str, str]) -> CheckResult:
        entry = _RegistryEntry.model_validate_json(await self._ask("/registry/v1/searches", identity.model_dump(), "registry:searches"))
        return CheckResult(CheckStatus.PASS if entry.status == "ACTIVE" else CheckStatus.HIT, {"registry_status": entry.status})

    async def _ask(self, path: str, body: dict[str, str], scope: str) -> bytes:
        response = await self._outside.post(path, body, scope=scope, timeout_seconds=_SOURCE_TIMEOUT_SECONDS)
        if not response.is_success:
            raise Unavailable(system=scope)
        return response.content


async def _settled(answer: Awaitable[CheckResult]) -> CheckResult:
    try:
        return await answer
    except Unavailable as error:
        return _LATE if isinstance(error.__cause__, httpx.TimeoutException) else _MISSING
    except ValidationError:
        return _MISSING
