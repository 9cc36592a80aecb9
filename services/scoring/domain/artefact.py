"""Reading governed JSON artefacts: closed keys, exact types, stated sizes. A wrong document is refused whole."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.kernel.errors import Category, DomainError

MAX_ARTEFACT_BYTES: Final = 1_000_000


class ArtefactInvalid(DomainError):
    """The document is no valid artefact; `at` says where, `why` what was expected."""

    code = "scoring.artefact-invalid"
    category = Category.INVALID
    title_zh = "模型或策略文件不符合规范，请按提示位置修正"
    title_en = "The model or policy document is not valid; correct it at the place named"


def canonical_json(document: object) -> bytes:
    """The one byte form of a document: sorted keys, no spaces, UTF-8, no floats."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of(document: object) -> str:
    """Hex digest of the canonical form."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


class Reader:
    """A JSON object read key by key; raises ArtefactInvalid with the path of what is wrong."""

    def __init__(self, document: object, at: str, *, keys: Sequence[str], optional: Sequence[str] = ()) -> None:
        if not isinstance(document, Mapping):
            raise ArtefactInvalid(at=at, why="an object is expected")
        if set(keys) - set(document):
            raise ArtefactInvalid(at=at, why=f"these keys are needed: {', '.join(keys)}")
        if len(document) > len(set(keys) | set(document) & set(optional)):
            raise ArtefactInvalid(at=at, why=f"only these keys are known: {', '.join((*keys, *optional))}")
        self._document: Mapping[str, Any] = document
        self.at = at

    def at_key(self, key: str) -> str:
        """The path of a key."""
        return f"{self.at}/{key}"

    def value(self, key: str) -> Any:
        """The raw value; None when an optional key is absent."""
        return self._document.get(key)

    def text(self, key: str, *, longest: int = 200) -> str:
        """A text of 1 to `longest` characters."""
        return require_text(self._document[key], self.at_key(key), longest=longest)

    def whole(self, key: str, *, lowest: int, highest: int) -> int:
        """A whole number within bounds; true and 1.0 are not whole numbers."""
        return require_whole(self._document[key], self.at_key(key), lowest=lowest, highest=highest)

    def items(self, key: str, *, most: int) -> Sequence[Any]:
        """A list of one to `most` items."""
        found = self._document[key]
        if not isinstance(found, list) or not 1 <= len(found) <= most:
            raise ArtefactInvalid(at=self.at_key(key), why=f"a list of 1 to {most} items is expected")
        return found

    def mapping(self, key: str, *, most: int) -> Mapping[str, Any]:
        """An object of one to `most` members."""
        found = self._document[key]
        if not isinstance(found, Mapping) or not 1 <= len(found) <= most:
            raise ArtefactInvalid(at=self.at_key(key), why=f"an object of 1 to {most} members is expected")
        return found


def require_whole(value: object, at: str, *, lowest: int, highest: int) -> int:
    """The value if it is a whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise ArtefactInvalid(at=at, why=f"a whole number from {lowest} to {highest} is expected")
    return value


def require_text(value: object, at: str, *, longest: int = 200) -> str:
    """The value if it is a text of 1 to `longest` characters."""
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise ArtefactInvalid(at=at, why=f"a text of 1 to {longest} characters is expected")
    return value
