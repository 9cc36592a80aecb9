"""Refusals of the use cases themselves; those of the lending rules are in `domain/errors.py`."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class ContractNotSignable(DomainError):
    """Signed already, or the seven days to sign are over."""

    code = "credit.contract-not-signable"
    title_zh = "合同已签署或已过签署期限，请查看最新状态"
    title_en = "The contract is signed already or its time to sign is over; read it again"


class DocumentHashMismatch(DomainError):
    """The customer agreed to another text than the one that is prepared."""

    code = "credit.document-hash-mismatch"
    title_zh = "合同文本与所确认的版本不一致，请重新阅读合同"
    title_en = "The document differs from the one confirmed; read the contract again"


class MandateRefused(DomainError):
    """The core bank does not know this card under this name."""

    code = "credit.mandate-refused"
    title_zh = "核心系统未通过银行卡与持卡人校验，请更换本人银行卡"
    title_en = "The core bank did not match card and holder; use a card of your own"


class HolderUnavailable(DomainError):
    """The vault does not answer, so nobody can sign now."""

    code = "credit.holder-unavailable"
    category = Category.UNAVAILABLE
    title_zh = "暂时无法核验签约人信息，请稍后再签"
    title_en = "The signer's particulars cannot be checked right now; sign later"
    retryable = True


class HolderWithheld(DomainError):
    """The vault knows the party but may not disclose what a contract needs."""

    code = "credit.holder-withheld"
    title_zh = "客户信息授权不足，无法签约，请先补充授权"
    title_en = "The vault may not disclose the signer's particulars; complete the consents first"


class ConsumerCapExceeded(DomainError):
    """Sum of the customer's online consumer lines would pass the cap (R01)."""

    code = "credit.consumer-cap-exceeded"
    title_zh = "个人线上消费授信合计超过监管上限，不能生效"
    title_en = "The customer's online consumer lines together would pass the regulatory cap"


class PurposeBanned(DomainError):
    """Credit may not pay for property, securities or equity (R03)."""

    code = "credit.purpose-banned"
    title_zh = "该用途为禁止用途（购房、证券、期货、股权等），不能支用"
    title_en = "This purpose is banned (property, securities, futures, equity); nothing is paid out"


class EntrustedPaymentRequired(DomainError):
    """The amount is above what may be paid to the borrower himself (R12)."""

    code = "credit.entrusted-payment-required"
    title_zh = "金额超过自主支付上限，须受托支付给交易对手"
    title_en = "The amount is above the self-pay limit; it must be paid to the counterparty"


class ConsentWithdrawn(DomainError):
    """The customer took back a consent that lending needs."""

    code = "credit.consent-withdrawn"
    title_zh = "客户已撤回必要授权，请重新授权后再支用"
    title_en = "A consent that lending needs was withdrawn; grant it again before drawing"


class SheetNotOpen(DomainError):
    """Confirmed already, or expired."""

    code = "credit.cost-sheet-not-open"
    title_zh = "该明示表已确认或已过期，请重新获取"
    title_en = "The cost sheet is confirmed or expired; ask for a new one"


class SheetHashMismatch(DomainError):
    """The customer read another sheet."""

    code = "credit.cost-sheet-hash-mismatch"
    title_zh = "明示表内容与所读版本不一致，请重新阅读"
    title_en = "The sheet differs from the one that was read; read it again"


class SheetUsed(DomainError):
    """One confirmed sheet covers one drawdown (A6)."""

    code = "credit.cost-sheet-used"
    title_zh = "该明示表已用于另一笔支用，请为本次支用重新确认"
    title_en = "The cost sheet belongs to another drawdown; confirm one for this drawdown"


class RepaymentInProgress(DomainError):
    """Another repayment of the same loan has not finished."""

    code = "credit.repayment-in-progress"
    title_zh = "该借据有一笔还款正在处理，请稍后再试"
    title_en = "Another repayment of this loan is in progress; try again shortly"
    retryable = True


class AmountExceedsDues(DomainError):
    """More than is due today; the rest is not taken in advance."""

    code = "credit.amount-exceeds-dues"
    title_zh = "还款金额超过当前应还金额，如需提前结清请选择结清"
    title_en = "The amount is more than what is due; choose a payoff to settle early"


class PrepaymentNotOffered(DomainError):
    """Nothing of this loan may be repaid before it is due, except all of it."""

    code = "credit.prepayment-not-offered"
    title_zh = "该借据暂无可提前归还的本金，如需提前还款请选择结清"
    title_en = "This loan takes no part prepayment now; choose a payoff to settle early"


class PayoffDateOutOfRange(DomainError):
    """A payoff is quoted from today to a month ahead."""

    code = "credit.payoff-date-out-of-range"
    category = Category.INVALID
    title_zh = "结清试算日期须在今天起 31 天之内"
    title_en = "A payoff is quoted for a day from today to 31 days on"


class CallbackRefused(DomainError):
    """The core bank's signature does not fit, or the answer is not one."""

    code = "credit.callback-refused"
    category = Category.UNAUTHENTICATED
    title_zh = "回调签名或内容无效"
    title_en = "The callback's signature or content is not valid"
