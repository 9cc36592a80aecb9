"""SQLAlchemy Core tables of this service, one file a topic; importing this package knows them all."""
from __future__ import annotations

from services.credit.adapters.tables.catalogue import product_version, reg_param
from services.credit.adapters.tables.columns import METADATA, PLATFORM
from services.credit.adapters.tables.end_of_day import day_barrier, eod_run, eod_step
from services.credit.adapters.tables.ledger import journal, payment_order, posting, reconciliation, voucher
from services.credit.adapters.tables.lines import contract, cost_sheet, credit_line, limit_node
from services.credit.adapters.tables.loans import drawdown, instalment, loan, loan_transaction, repayment
from services.credit.adapters.tables.parties import party, party_consent

__all__ = [
    "METADATA",
    "PLATFORM",
    "contract",
    "cost_sheet",
    "credit_line",
    "day_barrier",
    "drawdown",
    "eod_run",
    "eod_step",
    "instalment",
    "journal",
    "limit_node",
    "loan",
    "loan_transaction",
    "party",
    "party_consent",
    "payment_order",
    "posting",
    "product_version",
    "reconciliation",
    "reg_param",
    "repayment",
    "voucher",
]
