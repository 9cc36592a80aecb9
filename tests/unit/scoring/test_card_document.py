"""A wrong card is refused whole, and the refusal names the place without echoing the document."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.scoring.domain.artefact import ArtefactInvalid, canonical_json
from services.scoring.domain.models.card_document import parse_card
from tests.unit.scoring.samples import card_document

Change = Callable[[dict[str, Any]], object]


def variable(document: dict[str, Any], fact: str) -> dict[str, Any]:
    return next(one for one in document["variables"] if one["fact"] == fact)


FAULTS: dict[str, tuple[Change, str]] = {
    "another schema": (lambda card: card.update(schema="card/2"), "/schema"),
    "an unknown key": (lambda card: card.update(code="import os"), ""),
    "a missing key": (lambda card: card.pop("golden"), ""),
    "points that are no whole numbers": (lambda card: variable(card, "term_months")["points"].__setitem__(0, 66.0), "/points/0"),
    "points that are text": (lambda card: variable(card, "housing")["points"].update(OWNED="44"), "/points/"),
    "points that are true": (lambda card: variable(card, "housing")["points"].update(OWNED=True), "/points/"),
    "points against the declared sign": (lambda card: variable(card, "term_months")["points"].reverse(), "/points"),
    "a sign nobody knows": (lambda card: variable(card, "term_months").update(sign="sideways"), "/sign"),
    "one cut too many": (lambda card: variable(card, "term_months")["cuts"].append(70), "/points"),
    "cuts that do not rise": (lambda card: variable(card, "term_months")["cuts"].reverse(), "/cuts"),
    "a cut outside the range": (lambda card: variable(card, "term_months").update(range=[13, 72]), "/cuts"),
    "a kind nobody knows": (lambda card: card["variables"][0].update(kind="python"), "/variables/0/kind"),
    "a fact used twice": (lambda card: card["variables"].append(card["variables"][0]), "/variables"),
    "a reason without a text": (lambda card: card["reasons"].pop("TERM_LONG"), "/reason"),
    "a reason of the platform's own": (lambda card: card["reasons"].update(TIMED_OUT={"zh": "慢", "en": "slow"}), "/reasons"),
    "probabilities that rise with the score": (
        lambda card: card["default_probability"][-1].__setitem__(1, 999_999),
        "/default_probability",
    ),
    "probability over one": (lambda card: card["default_probability"][0].__setitem__(1, 1_000_001), "/default_probability/0"),
    "no variables": (lambda card: card.update(variables=[]), "/variables"),
    "no golden cases": (lambda card: card.update(golden=[]), "/golden"),
    "a golden case with another score": (lambda card: card["golden"][3].update(score=1), "/golden/3"),
    "a golden case with other reasons": (lambda card: card["golden"][0].update(reasons=[]), "/golden/0"),
    "a golden case that cannot be scored": (lambda card: card["golden"][2]["facts"].pop("housing"), "/golden/2"),
}


def test_the_shipped_card_is_valid() -> None:
    assert len(parse_card(card_document()).variables) == 12


@pytest.mark.parametrize("fault", FAULTS)
def test_a_card_is_refused_with(fault: str) -> None:
    change, place = FAULTS[fault]
    document = card_document()
    change(document)
    with pytest.raises(ArtefactInvalid) as refusal:
        parse_card(document)
    assert place in str(refusal.value.facts["at"])


@pytest.mark.parametrize("document", [None, [], "card", 7, {}])
def test_anything_but_an_object_is_refused(document: object) -> None:
    with pytest.raises(ArtefactInvalid):
        parse_card(document)


def test_one_changed_point_breaks_a_golden_case() -> None:
    document = card_document()
    variable(document, "housing")["points"]["OWNED"] += 1
    with pytest.raises(ArtefactInvalid) as refusal:
        parse_card(document)
    assert str(refusal.value.facts["at"]).startswith("/golden/")


def test_a_refusal_never_repeats_what_was_sent() -> None:
    document = card_document()
    document["reasons"]["330102199001011234"] = {"zh": "某", "en": "x"}
    with pytest.raises(ArtefactInvalid) as refusal:
        parse_card(document)
    assert "330102199001011234" not in str(refusal.value.facts)


def test_the_canonical_form_does_not_depend_on_key_order() -> None:
    document = card_document()
    assert canonical_json(document) == canonical_json(dict(reversed(document.items())))
