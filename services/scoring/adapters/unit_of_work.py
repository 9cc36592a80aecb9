"""The transaction of scoring with its repositories."""
from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from services.scoring.adapters.artefacts import ParsedArtefacts, PostgresArtefacts
from services.scoring.adapters.decisions import PostgresDecisionRequests, PostgresDecisions
from services.scoring.adapters.parties import PostgresParties
from services.scoring.adapters.reference_data import PostgresReferenceData
from shared.db.crypto import KeyedHash
from shared.db.unit_of_work import UnitOfWork


class SqlScoringUnitOfWork(UnitOfWork):
    """What `application.ports.ScoringUnitOfWork` asks for; `with_signer` gives it the registry's key."""

    signer: ClassVar[KeyedHash]
    parsed: ClassVar[ParsedArtefacts]

    @cached_property
    def artefacts(self) -> PostgresArtefacts:
        return PostgresArtefacts(self.connection, self.signer, self.parsed)

    @cached_property
    def requests(self) -> PostgresDecisionRequests:
        return PostgresDecisionRequests(self.connection)

    @cached_property
    def decisions(self) -> PostgresDecisions:
        return PostgresDecisions(self.connection)

    @cached_property
    def parties(self) -> PostgresParties:
        return PostgresParties(self.connection)

    @cached_property
    def reference_data(self) -> PostgresReferenceData:
        return PostgresReferenceData(self.connection)


def with_signer(registry_signer: KeyedHash) -> type[SqlScoringUnitOfWork]:
    """The unit of work of one process, with the registry's key and the artefacts it has parsed."""

    class SigningUnitOfWork(SqlScoringUnitOfWork):
        signer = registry_signer
        parsed = ParsedArtefacts()

    return SigningUnitOfWork
