"""The line contract in Chinese: every convention that decides what is owed is printed (domain.md 2.3.1, 2.4.4, 2.4.5).

The signer's particulars are not part of the text; they are sealed beside it when he signs.
"""
from __future__ import annotations

from hashlib import sha256
from typing import Final

from services.credit.application.records.catalogue import ProductVersion
from services.credit.application.records.credit_line import CreditLine
from services.credit.domain.product import CompoundRate, RepaymentMethod
from shared.kernel.day_count import DayCount
from shared.kernel.money import yuan_text
from shared.kernel.rate import percent_text

_METHODS: Final = {
    RepaymentMethod.EQ_INST: "等额本息",
    RepaymentMethod.EQ_PRIN: "等额本金",
    RepaymentMethod.FLEX: "灵活分期",
    RepaymentMethod.BULLET: "利随本清",
    RepaymentMethod.INT_M_BULLET: "按月结息、到期还本",
    RepaymentMethod.INT_Q_BULLET: "按季结息、到期还本",
    RepaymentMethod.DAILY: "随借随还、按日计息",
}


def contract_text(line: CreditLine, product: ProductVersion, contract_id: str) -> str:
    """The text the customer reads and signs; the same line and product give the same text."""
    terms, conventions = product.terms, product.terms.conventions
    methods = "、".join(_METHODS[method] for method in terms.methods)
    basis = 365 if conventions.day_count is DayCount.ACT365 else 360
    compound = "合同利率" if conventions.compound_rate_in_term is CompoundRate.CONTRACT else "罚息利率"
    kind = "可循环使用" if terms.revolving else "不可循环使用"
    penalty = min(line.annual_rate * (1 + conventions.penalty_uplift), conventions.penalty_ceiling)
    articles = (
        f"授信额度：人民币 {yuan_text(line.approved_fen)} 元，{kind}。产品：{product.name_zh}（{terms.code} 第 {terms.version} 版）。",
        f"授信期限：自签署之日起 {terms.line_term_months} 个月；单笔借款期限不超过 {line.term_months} 个月。",
        f"借款用途：{line.purpose_code}。不得用于购房、股票、债券、期货、金融衍生品及股权投资。",
        f"利率：年化利率 {percent_text(line.annual_rate)}（单利），固定不变。日利率按年利率除以 {basis} 计算，算头不算尾。",
        f"还款方式：{methods}。按月结息的，结息日为每月 {conventions.settle_day} 日，次日为付息日。",
        f"逾期罚息：逾期本金按年利率 {percent_text(penalty)} 计收，取代合同利率；未按期支付的利息按{compound}计收复利。",
        f"宽限期：{conventions.grace_days} 天。宽限期只免罚息，不改变逾期天数。",
        "还款顺序：费用、复利、罚息、利息、本金，先到期的先还；逾期超过 90 天的，先还本金。",
        "提前还款：可提前还款，按实际用款天数计息，不收违约金。",
        "费用：贷款人不收取利息以外的任何费用。每次支用前须阅读并确认当次《综合融资成本明示表》。",
        "支付与扣款：借款划入借款人本人账户，借款人授权贷款人于到期日从该账户扣收应还款项。",
        "催收：逾期后贷款人仅联系借款人及依法承担还款责任的人，22:00 至次日 8:00 不催收。",
        "签署人身份信息以签署时核验结果为准，作为本合同的组成部分加密保存。",
    )
    numbered = "\n".join(f"第{index}条 {article}" for index, article in enumerate(articles, start=1))
    return f"授信额度合同\n合同编号：{contract_id}\n{numbered}\n请于 {line.sign_by.isoformat()} 前签署，逾期失效。\n"


def document_hash(document: str) -> str:
    """SHA-256 of the text, hexadecimal: what the customer names when he signs."""
    return sha256(document.encode()).hexdigest()
