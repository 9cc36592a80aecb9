"""Only listed paths leave through ops."""
from __future__ import annotations

import pytest

from services.ops.api.forward import FORWARDED, require_listed
from shared.web.edge_errors import NotARoute


@pytest.mark.parametrize(("service", "path"), [("credit", "lines"), ("credit", "lines/0-a/drawdowns"), ("onboarding", "parties/me")])
def test_listed_paths_pass(service: str, path: str) -> None:
    require_listed(service, path)


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("credit", "corebank-callbacks"), ("onboarding", "party-disclosures"), ("sandbox", "people"), ("ops", "events"),
        ("credit", "lines/../corebank-callbacks"), ("credit", "lines//x"), ("credit", "lines/%2e%2e/x"), ("credit", "lines/a b"),
        ("credit", ""), ("credit", "/lines"), ("credit", "lines/"), ("credit", "lines/."), ("credit", "lines/.."), ("credit", "lines/x\\y"),
    ],
)  # fmt: skip
def test_everything_else_is_refused(service: str, path: str) -> None:
    with pytest.raises(NotARoute):
        require_listed(service, path)


def test_no_service_without_a_users_api_is_listed() -> None:
    assert set(FORWARDED) == {"onboarding", "scoring", "credit", "collections", "partners"}
