"""Loans of the domain, put into the tables as they stand on a day, thousands at once."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.catalogue_repository import PostgresCatalogue
from services.credit.adapters.end_of_day.loan_sets import save_loans
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.catalogue import ProductVersion
from services.credit.domain.classification import RiskClass
from services.credit.domain.loan import Loan
from services.credit.domain.product import Conventions
from shared.db.unit_of_work import new_id
from tests.unit.credit.domain.builders import product

OUTLET = "huangyan-1"
AT = datetime(2026, 6, 1, tzinfo=UTC)
_EARLY, _LATE_END = date(2025, 1, 1), date(2040, 1, 1)
_NODES = """
INSERT INTO limit_node (id, kind, depth, party_id, total_fen, used_fen, status, is_revolving)
SELECT id, kind, depth, party_id, 10 ^ 13, used_fen, 'ACTIVE', revolving
FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::bigint[], $6::bool[]) AS n(id, kind, depth, party_id, used_fen, revolving)
"""
_CHAIN = """
WITH row AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::int[])
             AS r(line_id, party_id, sheet_id, drawdown_id, code, version)),
lines AS (
    INSERT INTO credit_line (id, party_id, application_id, decision_id, outlet_id, product_code, product_version, purpose_code,
                             approved_fen, annual_rate, term_months, limit_path, status, start_date, end_date, sign_by, created_at)
    SELECT line_id, party_id, drawdown_id, drawdown_id, $7::text, code, version, 'STOCK', 10 ^ 13, 0.06, 12, ARRAY[party_id, line_id],
           'ACTIVE', $9::date, $10::date, $9::date, $8::timestamptz FROM row
), sheets AS (
    INSERT INTO cost_sheet (id, line_id, party_id, outlet_id, amount_fen, term_months, method, annual_rate, annual_cost, sheet_hash,
                            content, min_read_seconds, status, presented_at, confirmed_at, expires_on)
    SELECT sheet_id, line_id, party_id, $7::text, 1, 1, 'EQ_INST', 0.06, 0.06, 'h', '{}', 10, 'CONFIRMED', $8::timestamptz,
           $8::timestamptz, $9::date FROM row
)
INSERT INTO drawdown (id, line_id, party_id, outlet_id, cost_sheet_id, amount_fen, term_months, method, purpose_code, pay_mode, state,
                      business_date, loan_id, requested_at)
SELECT drawdown_id, line_id, party_id, $7::text, sheet_id, 1, 1, 'EQ_INST', 'STOCK', 'SELF_PAY', 'DISBURSED', $9::date, drawdown_id,
       $8::timestamptz FROM row
"""
_LOANS = """
INSERT INTO loan (id, party_id, line_id, drawdown_id, outlet_id, product_code, product_version, mandate_id, method, principal_fen,
                  annual_rate, annual_cost, term_months, start_date, maturity_date, first_due_date, principal_plan, pay_mode, flags,
                  status, class_code, class_since, outstanding_principal_fen, created_at)
SELECT id, party_id, line_id, id, $14::text, code, version, 'M-' || id, method, principal_fen, rate, rate, months, start, maturity,
       first_due, plan::jsonb, 'SELF_PAY', '{}', 'ACTIVE', 'NORMAL', start, principal_fen, $15::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::bigint[], $8::numeric[], $9::int[], $10::date[],
            $11::date[], $12::date[], $13::text[])
     AS l(id, party_id, line_id, code, version, method, principal_fen, rate, months, start, maturity, first_due, plan)
"""


@dataclass
class Seeds:
    """Puts loans into one database; each convention becomes a product version of its own."""

    connection: AsyncConnection
    products: dict[Conventions, tuple[str, int]] = field(default_factory=dict)

    async def put(self, loans: Sequence[Loan], on: date, *, revolving: bool = True) -> list[BookedLoan]:
        """The loans as they stand on a day, each with a customer and a line of its own."""
        booked = [await self._booked(loan) for loan in loans]
        await self._parents(booked, revolving=revolving)
        await self.connection.exec_driver_sql(_LOANS, (*map(list, zip(*map(_loan_row, booked), strict=True)), OUTLET, AT))
        await save_loans(self.connection, [(_without_schedule(one), one) for one in booked], on)
        return booked

    async def _booked(self, loan: Loan) -> BookedLoan:
        code, version = await self._product(loan.terms.conventions)
        loan_id, party_id, line_id = new_id(), new_id(), new_id()
        return BookedLoan(
            loan_id=loan_id,
            party_id=party_id,
            outlet_id=OUTLET,
            line_id=line_id,
            drawdown_id=loan_id,
            product_code=code,
            product_version=version,
            mandate_id=f"M-{loan_id}",
            annual_cost=Decimal("0.06"),
            pay_mode="SELF_PAY",
            flags=(),
            loan=loan,
            risk_class=RiskClass.NORMAL,
            limit_path=(party_id, line_id),
        )

    async def _product(self, conventions: Conventions) -> tuple[str, int]:
        known = self.products.get(conventions)
        if known is not None:
            return known
        name = ("SEEDED", len(self.products) + 1)
        terms = product(conventions, code=name[0], version=name[1], rate_max=Decimal("0.24"))
        version = ProductVersion(terms, "种子", "Seeded", "ANY", online=True, effective_from=_EARLY, maker="a", checker="b")
        await PostgresCatalogue(self.connection).publish_product(version, AT)
        self.products[conventions] = name
        return name

    async def _parents(self, booked: Sequence[BookedLoan], *, revolving: bool) -> None:
        nodes = [(one.party_id, "PARTY", 0, one.party_id, one.loan.outstanding_fen, True) for one in booked]
        drawn = {one.line_id: one.loan.outstanding_fen if revolving else one.terms.principal_fen for one in booked}
        nodes += [(one.line_id, "LINE", 1, one.party_id, drawn[one.line_id], revolving) for one in booked]
        await self.connection.exec_driver_sql(_NODES, tuple(map(list, zip(*nodes, strict=True))))
        chain = [(one.line_id, one.party_id, new_id(), one.loan_id, one.product_code, one.product_version) for one in booked]
        await self.connection.exec_driver_sql(_CHAIN, (*map(list, zip(*chain, strict=True)), OUTLET, AT, _EARLY, _LATE_END))


def _loan_row(booked: BookedLoan) -> tuple[Any, ...]:
    terms = booked.terms
    plan = [{"month": step.month, "amount_fen": step.amount_fen} for step in terms.principal_plan]
    return (
        booked.loan_id,
        booked.party_id,
        booked.line_id,
        booked.product_code,
        booked.product_version,
        terms.method.value,
        terms.principal_fen,
        terms.annual_rate,
        terms.term_months,
        terms.disbursed_on,
        terms.maturity,
        terms.first_due,
        json.dumps(plan),
    )


def _without_schedule(booked: BookedLoan) -> BookedLoan:
    loan = booked.loan
    return booked.with_loan(Loan(loan.terms, loan.status, (), loan.outstanding_fen))
