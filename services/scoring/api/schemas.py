"""Bodies that scoring accepts."""
from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictInt

from shared.kernel.money import MAX_AMOUNT_FEN
from shared.schemas.fields import AmountFen, Code, Id, Key, TermMonths, Text
from shared.web.body import RequestBody

FactNumber = Annotated[StrictInt, Field(ge=-MAX_AMOUNT_FEN, le=MAX_AMOUNT_FEN)]


class ExploreBody(RequestBody):
    """What would be decided if these things were different; absent ones stay as they were."""

    application_id: Id
    amount_fen: AmountFen | None = None
    term_months: TermMonths | None = None
    facts: dict[Key, Code | FactNumber] = Field(default_factory=dict, max_length=60)


class EmptyBody(RequestBody):
    """Nothing to say: the address says it all."""


class DraftBody(RequestBody):
    """A card or policy document as `o2o train` writes it, and why it is proposed."""

    artefact: dict[str, Any]
    comment: Text


class ReviewBody(RequestBody):
    """What the person who takes the step has to say."""

    comment: Text
