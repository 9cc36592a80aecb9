"""Every command of onboarding with the use case that answers it: the service's table of contents."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from services.onboarding.application.apply_decision import ApplyDecision, apply_decision
from services.onboarding.application.approve_application import ApproveApplication, approve_application
from services.onboarding.application.decline_application import DeclineApplication, decline_application
from services.onboarding.application.disclose_party import DiscloseParty, disclose_party
from services.onboarding.application.draft_application import DraftApplication, draft_application
from services.onboarding.application.grant_consent import GrantConsent, grant_consent
from services.onboarding.application.keep_reference_data import (
    KeepParameter,
    KeepProductVersion,
    keep_parameter,
    keep_product_version,
)
from services.onboarding.application.note_line_activated import NoteLineActivated, note_line_activated
from services.onboarding.application.note_loan_settled import NoteLoanSettled, note_loan_settled
from services.onboarding.application.open_session import OpenSession, open_session
from services.onboarding.application.prepare_verification import PrepareVerification, prepare_verification
from services.onboarding.application.record_verification import RecordVerification, record_verification
from services.onboarding.application.register_party import RegisterParty, register_party
from services.onboarding.application.request_one_time_code import (
    OpenPhone,
    RequestOneTimeCode,
    open_phone,
    request_one_time_code,
)
from services.onboarding.application.search_parties import SearchParties, search_parties
from services.onboarding.application.submit_application import SubmitApplication, submit_application
from services.onboarding.application.unmask_party import UnmaskParty, unmask_party
from services.onboarding.application.withdraw_application import WithdrawApplication, withdraw_application
from services.onboarding.application.withdraw_consent import WithdrawConsent, withdraw_consent

COMMAND_HANDLERS: Final[Mapping[type, Callable[[Any, Any], Awaitable[Any]]]] = {
    # acquisition and the vault
    OpenSession: open_session,
    RegisterParty: register_party,
    SearchParties: search_parties,
    UnmaskParty: unmask_party,
    DiscloseParty: disclose_party,
    # consent and identity
    GrantConsent: grant_consent,
    WithdrawConsent: withdraw_consent,
    RequestOneTimeCode: request_one_time_code,
    OpenPhone: open_phone,
    PrepareVerification: prepare_verification,
    RecordVerification: record_verification,
    # applications
    DraftApplication: draft_application,
    SubmitApplication: submit_application,
    WithdrawApplication: withdraw_application,
    ApproveApplication: approve_application,
    DeclineApplication: decline_application,
    # what other services said
    ApplyDecision: apply_decision,
    NoteLineActivated: note_line_activated,
    NoteLoanSettled: note_loan_settled,
    KeepProductVersion: keep_product_version,
    KeepParameter: keep_parameter,
}
