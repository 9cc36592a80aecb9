"""General-ledger vouchers the bank's systems post: debits equal credits, and a number is used once."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.kernel.errors import Category, DomainError


class VoucherUnbalanced(DomainError):
    """Debits and credits of a voucher differ, or a line has both or neither."""

    code = "corebank.voucher-unbalanced"
    category = Category.INVALID
    title_zh = "凭证借贷不平，或同一分录借贷同时有数或同时为零"
    title_en = "The voucher's debits and credits differ, or a line has both sides or none"


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One side of a voucher, in fen."""

    account: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """A balanced voucher of one business date; raises VoucherUnbalanced when it is not."""

    voucher_no: str
    business_date: date
    lines: tuple[VoucherLine, ...]

    def __post_init__(self) -> None:
        one_sided = all((line.debit_fen > 0) != (line.credit_fen > 0) for line in self.lines)
        difference = sum(line.debit_fen - line.credit_fen for line in self.lines)
        if not one_sided or difference != 0:
            raise VoucherUnbalanced()
