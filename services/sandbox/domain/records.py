"""What bureau, courts, registry and tax office have on file. Thin: a person's own facts, or what magic digits ask for."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.sandbox.domain.magic import IdentityMagic, identity_magic

COURT_LISTS = ("dishonest", "enforcement", "consumption_restriction", "judgments", "hearings")
"""The five checks of domain.md 2.7.7, in its order."""


@dataclass(frozen=True, slots=True)
class BureauRecord:
    """A bureau report's figures; `max_dpd_24m` in days, `queries_3m` counts other lenders' questions."""

    accounts: int = 0
    max_dpd_24m: int = 0
    queries_3m: int = 0
    other_loans_fen: int = 0

    @property
    def first_time(self) -> bool:
        """No loan account yet (首贷户)."""
        return self.accounts == 0


@dataclass(frozen=True, slots=True)
class CourtHit:
    """One entry of one of the five lists; `role` is DEFENDANT or PLAINTIFF."""

    list_name: str
    case_no: str
    role: str
    amount_fen: int
    on: date


def bureau_record(id_number: str, on_file: BureauRecord) -> BureauRecord:
    """The report, as magic digits change it. BUREAU_TIMEOUT is the caller's affair: it must not answer in time."""
    match identity_magic(id_number):
        case IdentityMagic.BUREAU_DELINQUENT:
            return BureauRecord(accounts=4, max_dpd_24m=95, queries_3m=3, other_loans_fen=8_000_000)
        case IdentityMagic.BUREAU_MANY_QUERIES:
            return BureauRecord(accounts=6, max_dpd_24m=5, queries_3m=14, other_loans_fen=12_000_000)
        case IdentityMagic.BUREAU_NO_RECORD:
            return BureauRecord()
        case _:
            return on_file


def court_hits(id_number: str, today: date) -> tuple[CourtHit, ...]:
    """Entries under an identity number, dated 200 days before today; ordinary numbers have none."""
    on = today - timedelta(days=200)
    case_no = f"({on.year})浙1003执{id_number[14:17]}号"
    match identity_magic(id_number):
        case IdentityMagic.COURT_DISHONEST:
            return tuple(CourtHit(name, case_no, "DEFENDANT", 12_600_000, on) for name in COURT_LISTS[:3])
        case IdentityMagic.COURT_DEFENDANT:
            return (CourtHit("judgments", case_no, "DEFENDANT", 4_800_000, on),)
        case IdentityMagic.COURT_PLAINTIFF:
            return (CourtHit("judgments", case_no, "PLAINTIFF", 2_000_000, on),)
        case _:
            return ()


def tax_grade(id_number: str) -> str:
    """A to D; B unless magic says otherwise."""
    return "D" if identity_magic(id_number) is IdentityMagic.TAX_GRADE_D else "B"


def registry_status(id_number: str) -> str:
    """ACTIVE, or REVOKED by magic."""
    return "REVOKED" if identity_magic(id_number) is IdentityMagic.REGISTRY_REVOKED else "ACTIVE"
