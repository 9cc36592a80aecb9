"""Every command of scoring with the use case that answers it: the service's table of contents."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from services.scoring.application.draft_version import DraftVersion, draft_version
from services.scoring.application.explore_decision import ExploreDecision, explore_decision
from services.scoring.application.keep_party import (
    DropConsent,
    KeepConsent,
    KeepIdentity,
    KeepParty,
    drop_consent,
    keep_consent,
    keep_identity,
    keep_party,
)
from services.scoring.application.keep_reference_data import KeepParameter, KeepProduct, keep_parameter, keep_product
from services.scoring.application.make_decision import MakeDecision, make_decision
from services.scoring.application.prepare_evidence import PrepareEvidence, prepare_evidence
from services.scoring.application.replay_decision import ReplayDecision, replay_decision
from services.scoring.application.request_decision import CancelRequest, RequestDecision, cancel_request, request_decision
from services.scoring.application.review_version import (
    ActivateVersion,
    ApproveVersion,
    ValidateVersion,
    activate_version,
    approve_version,
    validate_version,
)
from services.scoring.application.seed_artefacts import SeedArtefacts, seed_artefacts

COMMAND_HANDLERS: Final[Mapping[type, Callable[[Any, Any], Awaitable[Any]]]] = {
    # decisions
    RequestDecision: request_decision,
    CancelRequest: cancel_request,
    PrepareEvidence: prepare_evidence,
    MakeDecision: make_decision,
    ReplayDecision: replay_decision,
    ExploreDecision: explore_decision,
    # models and policies
    SeedArtefacts: seed_artefacts,
    DraftVersion: draft_version,
    ValidateVersion: validate_version,
    ApproveVersion: approve_version,
    ActivateVersion: activate_version,
    # what other services said
    KeepParty: keep_party,
    KeepIdentity: keep_identity,
    KeepConsent: keep_consent,
    DropConsent: drop_consent,
    KeepProduct: keep_product,
    KeepParameter: keep_parameter,
}
