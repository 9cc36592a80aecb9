"""Every refusal of the lending rules, one class each; the title tells the reader what to do."""
from __future__ import annotations

from shared.kernel.errors import Category, DomainError


class LimitExceeded(DomainError):
    """A node of the limit tree has less left than asked (domain.md 2.1.5, A3)."""

    code = "credit.limit-exceeded"
    title_zh = "可用额度不足，请减少金额或先还款"
    title_en = "The limit left is too small; ask for less or repay first"


class LineNotActive(DomainError):
    """The line is not signed yet, expired or closed."""

    code = "credit.line-not-active"
    title_zh = "授信未生效或已到期，请先签约或重新申请"
    title_en = "The credit line is not active; sign it or apply again"


class LineFrozen(DomainError):
    """Risk control or a court has frozen the line."""

    code = "credit.line-frozen"
    title_zh = "授信已冻结，请先结清逾期款项或联系客户经理"
    title_en = "The credit line is frozen; clear what is overdue or ask your officer"


class LimitMismatch(DomainError):
    """More was committed, released or repaid than the node holds: the caller's books disagree."""

    code = "credit.limit-mismatch"
    title_zh = "额度占用与台账不一致，请核对后再操作"
    title_en = "The limit's books disagree with the request; reconcile before trying again"


class CustomerOverdue(DomainError):
    """Any loan of the customer is past due (A19)."""

    code = "credit.customer-overdue"
    title_zh = "有逾期未还款项，请先还清再支用"
    title_en = "A loan is past due; repay it before drawing again"


class AmountNotOffered(DomainError):
    """The amount is outside the product's range."""

    code = "credit.amount-not-offered"
    category = Category.INVALID
    title_zh = "金额不在产品允许的范围内，请修改金额"
    title_en = "The amount is outside the product's range; change it"


class TermNotOffered(DomainError):
    """The term is outside the product's range."""

    code = "credit.term-not-offered"
    category = Category.INVALID
    title_zh = "期限不在产品允许的范围内，请修改期限"
    title_en = "The term is outside the product's range; change it"


class RateNotOffered(DomainError):
    """The annual rate is outside the product's range."""

    code = "credit.rate-not-offered"
    category = Category.INVALID
    title_zh = "利率不在产品允许的范围内，请按产品定价"
    title_en = "The rate is outside the product's range; price within it"


class MethodNotOffered(DomainError):
    """The repayment method is not one of the product's."""

    code = "credit.method-not-offered"
    category = Category.INVALID
    title_zh = "该产品不支持此还款方式，请另选一种"
    title_en = "The product does not offer this repayment method; choose another"


class MaturityBeyondLine(DomainError):
    """The loan would mature after the line's end plus its tail days."""

    code = "credit.maturity-beyond-line"
    title_zh = "借款到期日超过授信期限，请缩短借款期限"
    title_en = "The loan would outlive its line; choose a shorter term"


class PrincipalPlanInvalid(DomainError):
    """A flexible plan must name months within the term and add up to the principal (2.3.6)."""

    code = "credit.principal-plan-invalid"
    category = Category.INVALID
    title_zh = "还本计划之和必须等于本金，且月份在期限之内"
    title_en = "The principal plan must add up to the principal within the term"


class CostSheetRequired(DomainError):
    """No confirmed all-in cost sheet covers exactly these terms (2.4.5, A6)."""

    code = "credit.cost-sheet-required"
    title_zh = "请先阅读并确认本次借款的综合融资成本明示表"
    title_en = "Read and confirm the all-in cost sheet of these terms first"


class ReadingTimeTooShort(DomainError):
    """The sheet was confirmed sooner than it can be read (2.4.5)."""

    code = "credit.reading-time-too-short"
    title_zh = "阅读时间不足，请读完明示表后再确认"
    title_en = "The sheet was confirmed too fast; read it through, then confirm"
    retryable = True


class CostAboveCap(DomainError):
    """The annualised all-in cost is above the product's cap or the last wall (2.4.3, A5)."""

    code = "credit.cost-above-cap"
    title_zh = "综合年化成本超过上限，请降低利率或费用"
    title_en = "The all-in annual cost is above the cap; lower the rate or the fees"


class BankFeeRefused(DomainError):
    """A service fee payable to the bank on a micro loan (七不准, A4)."""

    code = "credit.bank-fee-refused"
    title_zh = "小微贷款不得由本行收取服务费，请删除该费用"
    title_en = "The bank may not charge a service fee on a micro loan; remove it"


class AnnualCostUnsolvable(DomainError):
    """The flows have no annual rate: they are not a loan."""

    code = "credit.annual-cost-unsolvable"
    category = Category.INVALID
    title_zh = "无法计算年化成本，请检查金额、费用和还款计划"
    title_en = "These flows have no annual rate; check amount, fees and schedule"


class PayoffAmountMismatch(DomainError):
    """An early settlement pays exactly its quote of that day."""

    code = "credit.payoff-amount-mismatch"
    title_zh = "结清金额与当日试算不一致，请重新试算"
    title_en = "The amount differs from today's payoff quote; ask for a new quote"


class NothingOwed(DomainError):
    """The loan is settled; it takes no more money."""

    code = "credit.nothing-owed"
    title_zh = "该笔借款已结清，无需还款"
    title_en = "The loan is settled; nothing is owed"


class TransitionRefused(DomainError):
    """The state of the line, drawdown, sheet or loan does not allow this step."""

    code = "credit.transition-refused"
    title_zh = "当前状态不允许此操作，请刷新后查看最新状态"
    title_en = "The present state does not allow this step; read the object again"


class UpgradeNeedsApproval(DomainError):
    """The system moves a class only down by itself (2.5.3)."""

    code = "credit.upgrade-needs-approval"
    title_zh = "分类上调必须经审批，请提交审批"
    title_en = "Moving a class up needs an approval; submit it"


class JournalUnbalanced(DomainError):
    """Debits and credits of a journal differ."""

    code = "credit.journal-unbalanced"
    title_zh = "借贷不平，请核对分录"
    title_en = "Debits and credits differ; check the entries"
