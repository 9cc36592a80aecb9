"""A product version and a regulatory parameter as published."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.credit.domain.product import ProductTerms


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """The terms of one version with what people and other services read; made by one person, checked by another."""

    terms: ProductTerms
    name_zh: str
    name_en: str
    segment: str
    online: bool
    effective_from: date
    maker: str
    checker: str


@dataclass(frozen=True, slots=True)
class RegulatoryParameter:
    """A dated number or text of domain.md 2.5; `effective_to` is the first day it no longer holds."""

    code: str
    value: str
    source: str
    effective_from: date
    maker: str
    approver: str
    effective_to: date | None = None
