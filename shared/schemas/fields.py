"""Field types of every wire schema: whole fen, decimal-string rates, plain dates, uuid ids."""
from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StringConstraints

from shared.kernel.money import MAX_AMOUNT_FEN
from shared.kernel.rate import RATE_PATTERN

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _plain_date(value: object) -> object:
    """Only `YYYY-MM-DD`: a date with a time or a number is refused."""
    if isinstance(value, int | float) or (isinstance(value, str) and not _PLAIN_DATE.fullmatch(value)):
        raise ValueError("a date is written YYYY-MM-DD")
    return value


def _no_control_characters(text: str) -> str:
    if any(ord(character) < 32 or ord(character) in (0x7F, 0x202E, 0x200E, 0x200F) for character in text):
        raise ValueError("control characters are not allowed")
    return text


AmountFen = Annotated[StrictInt, Field(ge=1, le=MAX_AMOUNT_FEN, description="amount in fen (分)")]
BalanceFen = Annotated[StrictInt, Field(ge=0, le=MAX_AMOUNT_FEN, description="balance in fen (分), may be zero")]
SignedFen = Annotated[StrictInt, Field(ge=-MAX_AMOUNT_FEN, le=MAX_AMOUNT_FEN, description="signed amount in fen")]
Count = Annotated[StrictInt, Field(ge=0, le=10**9)]
TermMonths = Annotated[StrictInt, Field(ge=1, le=360)]
Rate = Annotated[str, StringConstraints(pattern=RATE_PATTERN), Field(description="annual rate, decimal string")]
BusinessDate = Annotated[date, BeforeValidator(_plain_date), Field(description="business date, Asia/Shanghai")]
Id = Annotated[str, StringConstraints(pattern=UUID_PATTERN), Field(description="UUID")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,39}$"), Field(description="code of a closed list")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.:-]{0,63}$")]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(description="GB/T 2260 county code")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_control_characters)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
