"""Synthetic people whose numbers are well formed and belong to nobody: a county code and a phone series that do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

DIVISION = "331003"
UNISSUED_DIVISION = "339999"
MAX_NUMBER = 364 * 900
"""Order digits from 900 on are magic in the sandbox."""
OUTLET = "huangyan-1"
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_GIVEN = ("建国", "秀英", "海燕", "志强", "丽华", "小军", "文静", "春生", "玉兰", "大伟", "晓明", "桂香", "永康", "美玲", "立新", "金花")
_SHOP_TRADES = ("RETAIL", "CATERING", "WHOLESALE", "TRANSPORT", "REPAIR")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo county. `number` is unique and fixes everything about him."""

    number: int
    name: str
    id_number: str
    phone: str
    card_number: str
    segment: str
    trade_code: str | None

    @property
    def subject(self) -> str:
        """His sign-in at the development issuer."""
        return f"person-{self.number:06d}"

    def in_the_world(self, behaviour: dict[str, Any]) -> dict[str, Any]:
        """How the sandbox is told that he exists and how he behaves."""
        return {
            "subject": self.subject,
            "name": self.name,
            "id_number": self.id_number,
            "phone": self.phone,
            "card_number": self.card_number,
            "division_code": DIVISION,
            "opening_balance_fen": 0,
            "behaviour": behaviour,
        }

    def registration(self, session_id: str | None, channel_code: str) -> dict[str, Any]:
        """What he enters on his phone."""
        body = {
            "party_type": "SELF_EMPLOYED" if self.segment == "SHOP_OWNER" else "PERSON",
            "segment": self.segment,
            "name": self.name,
            "id_number": self.id_number,
            "phone": self.phone,
            "card_number": self.card_number,
            "division_code": DIVISION,
            "outlet_id": OUTLET,
            "channel_code": channel_code,
            "session_id": session_id,
            "trade_code": self.trade_code,
        }
        return {name: value for name, value in body.items() if value is not None}


def person(number: int, *, segment: str, age_years: int, today: date) -> Person:
    """The person of a number below MAX_NUMBER: age as given on `today`, everything else from the number."""
    born = date(today.year - age_years, 1, 1) - timedelta(days=1 + number % 364)
    return Person(
        number=number,
        name=_SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)],
        id_number=_id_number(born, number // 364),
        phone=f"1440{number:07d}",
        card_number=_card_number(number),
        segment=segment,
        trade_code=_SHOP_TRADES[number % len(_SHOP_TRADES)] if segment == "SHOP_OWNER" else None,
    )


def _id_number(born: date, order: int) -> str:
    stem = f"{UNISSUED_DIVISION}{born:%Y%m%d}{order:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def _card_number(number: int) -> str:
    stem = f"62284800{number:07d}"
    return stem + luhn.calc_check_digit(stem)
