"""What a new bank starts with: three products and the regulatory parameters of domain.md 2.2 and 2.5, as data.

Amounts in fen unless a code says otherwise; regulatory values keep the unit of their rule (`ONL_CONS_CAP` is yuan).
"""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from services.credit.application.records.catalogue import ProductVersion, RegulatoryParameter
from services.credit.domain.allocation import INTEREST_FIRST_THEN_PREPAY
from services.credit.domain.product import Conventions, ProductTerms, RepaymentMethod

_MAKER: Final = "product-department"
_CHECKER: Final = "credit-committee"
_FOUR_TIMES_LPR: Final = Decimal("0.12")

_SHOP_TERM: Final = ProductTerms(
    code="SHOP_TERM",
    version=1,
    methods=(RepaymentMethod.EQ_INST,),
    amount_min_fen=5_000_00,
    amount_max_fen=400_000_00,
    term_min_months=3,
    term_max_months=60,
    rate_min=Decimal("0.0600"),
    rate_max=Decimal("0.1080"),
    line_term_months=60,
    revolving=False,
    consumer=False,
    conventions=Conventions(),
    annual_cost_cap=_FOUR_TIMES_LPR,
    tail_days=180,
)
_PAYROLL: Final = ProductTerms(
    code="PAYROLL",
    version=1,
    methods=(RepaymentMethod.EQ_INST,),
    amount_min_fen=5_000_00,
    amount_max_fen=200_000_00,
    term_min_months=3,
    term_max_months=60,
    rate_min=Decimal("0.0360"),
    rate_max=Decimal("0.0720"),
    line_term_months=60,
    revolving=False,
    consumer=True,
    conventions=Conventions(),
    annual_cost_cap=_FOUR_TIMES_LPR,
    tail_days=30,
)
_WALLET: Final = ProductTerms(
    code="WALLET",
    version=1,
    methods=(RepaymentMethod.DAILY,),
    amount_min_fen=100_00,
    amount_max_fen=50_000_00,
    term_min_months=1,
    term_max_months=12,
    rate_min=Decimal("0.0720"),
    rate_max=Decimal("0.1080"),
    line_term_months=12,
    revolving=True,
    consumer=True,
    conventions=Conventions(performing_order=INTEREST_FIRST_THEN_PREPAY),
    annual_cost_cap=_FOUR_TIMES_LPR,
    tail_days=365,
)

_NAMES: Final = (
    (_SHOP_TERM, "商户经营贷", "Shop owner's term loan", "SHOP_OWNER"),
    (_PAYROLL, "白领贷", "Payroll loan", "SALARIED"),
    (_WALLET, "零钱包", "Wallet", "ANY"),
)

_PARAMETERS: Final = (
    ("ONL_CONS_CAP", "200000", "商业银行互联网贷款管理暂行办法 art. 6 (R01); yuan a person"),
    ("ONL_CONS_BULLET_MONTHS", "12", "商业银行互联网贷款管理暂行办法 art. 6 (R02)"),
    ("PURPOSE_BANNED", "PROPERTY STOCKS BONDS FUTURES DERIVATIVES EQUITY FIXED_ASSET", "R03"),
    ("SELF_PAY_MAX_CONSUMER", "300000", "个人贷款管理办法 2024 (R12); yuan a drawdown"),
    ("SELF_PAY_MAX_BUSINESS", "500000", "个人贷款管理办法 2024 (R12); yuan a drawdown"),
    ("PARTY_TOTAL_CAP", "1000000", "internal cap over all lines of one customer; yuan"),
    ("DSR_MAX", "0.50", "R17, own ratio of income"),
    ("CLASS_DPD", "0 90 270 360", "商业银行金融资产风险分类办法 (R18)"),
    ("PROVISION_GENERAL", "0.01", "贷款损失准备计提指引 (R22)"),
    ("PROVISION_SPECIFIC", "0 0.02 0.25 0.50 1", "贷款损失准备计提指引 (R22)"),
    ("LPR_1Y", "0.0300", "LPR, 1 year"),
    ("COLLECTION_OPENS_AT", "08:00", "GB/T 45251-2025 (R31)"),
    ("COLLECTION_CLOSES_AT", "22:00", "GB/T 45251-2025 (R31)"),
    ("COLLECTION_VISITS_END_AT", "20:00", "internal (A10)"),
    ("COLLECTION_VISIT_TEAM", "2", "R34"),
    ("COLLECTION_CONNECTED_PER_DAY", "3", "GB/T 45251-2025 (R32)"),
    ("COLLECTION_UNANSWERED_PER_DAY", "6", "CBA guide 2026 (R32)"),
    ("COLLECTION_MIN_OVERDUE_FEN", "1000", "internal (2.8.1)"),
)


def seed_products(effective_from: date) -> tuple[ProductVersion, ...]:
    """The first version of every product, in force from the bank's first day."""
    return tuple(
        ProductVersion(
            terms=terms,
            name_zh=name_zh,
            name_en=name_en,
            segment=segment,
            online=True,
            effective_from=effective_from,
            maker=_MAKER,
            checker=_CHECKER,
        )
        for terms, name_zh, name_en, segment in _NAMES
    )


def seed_parameters(effective_from: date) -> tuple[RegulatoryParameter, ...]:
    """Every parameter, in force from the bank's first day."""
    return tuple(
        RegulatoryParameter(code, value, source, effective_from, _MAKER, _CHECKER) for code, value, source in _PARAMETERS
    )
