"""The application card's specification. Ranges are wider than the sample where the products allow it."""
from __future__ import annotations

from typing import Final

from o2o.training.specification import Reason, Specification, Variable

_FEN_PER_YUAN: Final = 100

_DEPOSITS = Reason("WEAK_DEPOSITS", "结算账户和储蓄积累不足", "Little settlement balance or savings with us")
_HISTORY = Reason("CREDIT_HISTORY", "既往用信记录不够理想", "Past credit was not handled well enough")
_OTHER_DEBT = Reason("OTHER_DEBT", "其他在还贷款或分期较多", "Other loans or instalment plans are being repaid")
_STABILITY = Reason("SHORT_TENURE", "从业或经营时间较短", "Short time in the present trade or job")
_PROPERTY = Reason("FEW_ASSETS", "可核实的资产较少", "Few assets that can be verified")
_SUPPORT = Reason("NO_GUARANTOR", "缺少有效的担保人", "No effective guarantor")
_BURDEN = Reason("INSTALMENT_BURDEN", "分期负担与收入不匹配", "Instalments do not fit the income")
_PURPOSE = Reason("PURPOSE_RISK", "该用途的历史风险较高", "Loans for this purpose have gone wrong more often")
_AMOUNT = Reason("AMOUNT_HIGH", "申请金额偏高", "The amount asked for is high")
_TERM = Reason("TERM_LONG", "申请期限偏长", "The term asked for is long")
_CONTACT = Reason("FEW_CONTACTS", "可核实的联系方式较少", "Few contacts that can be verified")

APPLICATION_CARD: Final = Specification(
    card="application",
    variables=(
        Variable("checking_account_status", _DEPOSITS),
        Variable("savings_status", _DEPOSITS),
        Variable("credit_history", _HISTORY),
        Variable("other_instalment_plans", _OTHER_DEBT),
        Variable("credits_at_this_bank", _OTHER_DEBT, 0, 20),
        Variable("occupation_tenure", _STABILITY),
        Variable("occupation_class", _STABILITY),
        Variable("residence_years_class", _STABILITY, 1, 4),
        Variable("main_asset", _PROPERTY),
        Variable("housing", _PROPERTY),
        Variable("guarantee", _SUPPORT),
        Variable("instalment_burden_class", _BURDEN, 1, 4),
        Variable("purpose_code", _PURPOSE),
        Variable("amount_fen", _AMOUNT, 1_000 * _FEN_PER_YUAN, 400_000 * _FEN_PER_YUAN),
        Variable("term_months", _TERM, 1, 72),
        Variable("landline", _CONTACT),
    ),
)
