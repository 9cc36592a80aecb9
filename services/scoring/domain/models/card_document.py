"""From a card's JSON document to a Card, or a refusal that names the place."""
from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from services.scoring.domain.artefact import ArtefactInvalid, Reader, require_text, require_whole
from services.scoring.domain.models.card import SCHEMA, CannotScore, Card, CodeVariable, NumberVariable, Variable
from services.scoring.domain.reason_code import parse_reasons

_MOST_VARIABLES: Final = 100
_MOST_BINS: Final = 100
_MOST_GOLDEN: Final = 100
_POINTS: Final = 10_000
_NUMBER: Final = 10**15
_PPM: Final = 1_000_000


def parse_card(document: object) -> Card:
    """The card of a document whose golden cases it reproduces. Raises ArtefactInvalid."""
    keys = ("schema", "model", "woe", "scale", "variables", "default_probability", "reasons", "golden", "training")
    reader = Reader(document, "", keys=keys)
    if reader.text("schema") != SCHEMA:
        raise ArtefactInvalid(at="/schema", why=f"{SCHEMA} is expected")
    reasons = parse_reasons(reader.mapping("reasons", most=_MOST_VARIABLES), "/reasons")
    variables = tuple(
        _variable(item, f"/variables/{index}") for index, item in enumerate(reader.items("variables", most=_MOST_VARIABLES))
    )
    if len({variable.fact for variable in variables}) < len(variables):
        raise ArtefactInvalid(at="/variables", why="a fact may be used once")
    for index, variable in enumerate(variables):
        if variable.reason not in reasons:
            raise ArtefactInvalid(at=f"/variables/{index}/reason", why="the reason has no text")
    card = Card(reader.text("model", longest=64), variables, _pd_table(reader), reasons)
    _run_golden_cases(card, reader)
    return card


def _variable(document: Any, at: str) -> Variable:
    kind = document.get("kind") if isinstance(document, Mapping) else None
    if kind == "code":
        return _code_variable(document, at)
    if kind == "number":
        return _number_variable(document, at)
    raise ArtefactInvalid(at=f"{at}/kind", why="code or number is expected")


def _code_variable(document: Mapping[str, Any], at: str) -> CodeVariable:
    reader = Reader(document, at, keys=("fact", "kind", "points", "missing", "neutral", "reason"))
    points = {
        require_text(code, f"{at}/points/{index}", longest=40): _point(value, f"{at}/points/{index}")
        for index, (code, value) in enumerate(reader.mapping("points", most=_MOST_BINS).items())
    }
    return CodeVariable(_fact(reader), points, _missing(reader), _neutral(reader), _reason(reader))


def _number_variable(document: Mapping[str, Any], at: str) -> NumberVariable:
    reader = Reader(document, at, keys=("fact", "kind", "range", "cuts", "points", "sign", "missing", "neutral", "reason"))
    bounds = [_number(value, f"{at}/range") for value in reader.items("range", most=2)]
    lowest, highest = bounds[0], bounds[-1]
    given_cuts = reader.value("cuts")
    if not isinstance(given_cuts, list) or len(given_cuts) >= _MOST_BINS:
        raise ArtefactInvalid(at=f"{at}/cuts", why=f"a list of fewer than {_MOST_BINS} numbers is expected")
    cuts = tuple(_number(value, f"{at}/cuts/{index}") for index, value in enumerate(given_cuts))
    points = tuple(_point(value, f"{at}/points/{index}") for index, value in enumerate(reader.items("points", most=_MOST_BINS)))
    if any(low >= high for low, high in pairwise((lowest, *cuts, highest))):
        raise ArtefactInvalid(at=f"{at}/cuts", why="cuts rise strictly within the range")
    if len(points) != len(cuts) + 1:
        raise ArtefactInvalid(at=f"{at}/points", why="one bin more than cuts")
    _require_monotone(points, reader)
    return NumberVariable(_fact(reader), lowest, highest, cuts, points, _missing(reader), _neutral(reader), _reason(reader))


def _require_monotone(points: tuple[int, ...], reader: Reader) -> None:
    """More of the fact means more risk (fewer points) or less risk, as the sign declares."""
    sign = reader.text("sign")
    if sign not in ("up_risk", "down_risk"):
        raise ArtefactInvalid(at=reader.at_key("sign"), why="up_risk or down_risk is expected")
    falling = sign == "up_risk"
    if any((low < high) if falling else (low > high) for low, high in pairwise(points)):
        raise ArtefactInvalid(at=reader.at_key("points"), why=f"points are not monotone in the declared sign {sign}")


def _pd_table(reader: Reader) -> tuple[tuple[int, int], ...]:
    rows = []
    for index, row in enumerate(reader.items("default_probability", most=1000)):
        at = f"/default_probability/{index}"
        if not isinstance(row, list) or len(row) != 2:
            raise ArtefactInvalid(at=at, why="a pair of score and millionths is expected")
        score = require_whole(row[0], at, lowest=-_POINTS * _MOST_VARIABLES, highest=_POINTS * _MOST_VARIABLES)
        rows.append((score, require_whole(row[1], at, lowest=0, highest=_PPM)))
    if any(first[0] >= second[0] or first[1] < second[1] for first, second in pairwise(rows)):
        raise ArtefactInvalid(at="/default_probability", why="scores rise and probabilities never rise with them")
    return tuple(rows)


def _run_golden_cases(card: Card, reader: Reader) -> None:
    for index, case in enumerate(reader.items("golden", most=_MOST_GOLDEN)):
        at = f"/golden/{index}"
        golden = Reader(case, at, keys=("facts", "score", "pd_ppm", "reasons"))
        try:
            result = card.evaluate(golden.mapping("facts", most=_MOST_VARIABLES * 2))
        except CannotScore as error:
            raise ArtefactInvalid(at=at, why="the card cannot score its golden case") from error
        if [result.score, result.pd_ppm, list(result.reasons)] != [golden.value(key) for key in ("score", "pd_ppm", "reasons")]:
            raise ArtefactInvalid(at=at, why="the card does not reproduce its golden case")


def _fact(reader: Reader) -> str:
    return reader.text("fact", longest=64)


def _reason(reader: Reader) -> str:
    return reader.text("reason", longest=40)


def _missing(reader: Reader) -> int | None:
    return None if reader.value("missing") is None else _point(reader.value("missing"), reader.at_key("missing"))


def _neutral(reader: Reader) -> int:
    return _point(reader.value("neutral"), reader.at_key("neutral"))


def _point(value: object, at: str) -> int:
    return require_whole(value, at, lowest=-_POINTS, highest=_POINTS)


def _number(value: object, at: str) -> int:
    return require_whole(value, at, lowest=-_NUMBER, highest=_NUMBER)
