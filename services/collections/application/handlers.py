"""What collections can do: every command and its handler."""
from __future__ import annotations

from typing import Any, Final

from services.collections.application.adopt_parameter import AdoptParameter, adopt_parameter
from services.collections.application.assign_cases import AssignCase, assign_case
from services.collections.application.contact_debtor import ContactDebtor, contact_debtor
from services.collections.application.disclose_debtor import RecordDisclosure, record_disclosure
from services.collections.application.follow_loan import (
    AddLoan,
    ClassifyLoan,
    ClearArrears,
    RecordArrears,
    RecordPayment,
    ReversePayment,
    add_loan,
    classify_loan,
    clear_arrears,
    record_arrears,
    record_payment,
    reverse_payment,
)
from services.collections.application.hold_case import PlaceHold, ReleaseHold, place_hold, release_hold
from services.collections.application.promise_payment import MakePromise, promise_payment
from services.collections.application.record_party import (
    RecordAnyHourAgreement,
    RecordParty,
    WithdrawAgreement,
    record_any_hour_agreement,
    record_party,
    withdraw_agreement,
)
from services.collections.application.register_collector import RegisterCollector, register_collector
from services.collections.application.report_contact import ReportContact, report_contact
from services.collections.application.texts import (
    CancelText,
    ConfirmText,
    PrepareText,
    cancel_text,
    confirm_text,
    prepare_text,
)

COMMAND_HANDLERS: Final[dict[type, Any]] = {
    # from credit and onboarding
    AddLoan: add_loan,
    RecordArrears: record_arrears,
    RecordPayment: record_payment,
    ReversePayment: reverse_payment,
    ClearArrears: clear_arrears,
    ClassifyLoan: classify_loan,
    AdoptParameter: adopt_parameter,
    RecordParty: record_party,
    RecordAnyHourAgreement: record_any_hour_agreement,
    WithdrawAgreement: withdraw_agreement,
    # from people
    ContactDebtor: contact_debtor,
    ReportContact: report_contact,
    MakePromise: promise_payment,
    PlaceHold: place_hold,
    ReleaseHold: release_hold,
    AssignCase: assign_case,
    RegisterCollector: register_collector,
    RecordDisclosure: record_disclosure,
    # from the clock
    PrepareText: prepare_text,
    ConfirmText: confirm_text,
    CancelText: cancel_text,
}
