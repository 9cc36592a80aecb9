"""One transaction of onboarding: the repositories and the vault on its connection."""
from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from services.onboarding.adapters.application_repository import SqlApplications
from services.onboarding.adapters.consent_repository import SqlConsents
from services.onboarding.adapters.party_repository import SqlParties
from services.onboarding.adapters.party_vault import SqlVault
from services.onboarding.adapters.reference_data_repository import SqlProducts, SqlRegulatoryParameters
from services.onboarding.adapters.session_repository import SqlSessions
from services.onboarding.adapters.verification_repository import SqlVerifications
from shared.db.crypto import FieldCipher, KeyedHash
from shared.db.unit_of_work import UnitOfWork


class SqlOnboardingUnitOfWork(UnitOfWork):
    """Port `OnboardingUnitOfWork`; bound to the vault's keys by `with_keys`."""

    cipher: ClassVar[FieldCipher]
    keyed_hash: ClassVar[KeyedHash]

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self.connection)

    @cached_property
    def parties(self) -> SqlParties:
        return SqlParties(self.connection)

    @cached_property
    def vault(self) -> SqlVault:
        return SqlVault(self.connection, self.cipher, self.keyed_hash)

    @cached_property
    def consents(self) -> SqlConsents:
        return SqlConsents(self.connection)

    @cached_property
    def verifications(self) -> SqlVerifications:
        return SqlVerifications(self.connection)

    @cached_property
    def applications(self) -> SqlApplications:
        return SqlApplications(self.connection)

    @cached_property
    def products(self) -> SqlProducts:
        return SqlProducts(self.connection)

    @cached_property
    def parameters(self) -> SqlRegulatoryParameters:
        return SqlRegulatoryParameters(self.connection)


def with_keys(field_cipher: FieldCipher, search_hash: KeyedHash) -> type[SqlOnboardingUnitOfWork]:
    """The unit of work of a deployment that holds these keys."""

    class KeyedUnitOfWork(SqlOnboardingUnitOfWork):
        cipher = field_cipher
        keyed_hash = search_hash

    return KeyedUnitOfWork
