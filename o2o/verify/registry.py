"""All invariants in the order they are printed."""

from __future__ import annotations

from o2o.verify import books, chains, conduct, events, loans, payments
from o2o.verify.finding import Invariant

INVARIANTS = (
    Invariant("V01", "每笔分录借贷平衡", "Every journal sums to zero", books.journals_balance),
    Invariant("V02", "总账贷款科目等于全部借据余额", "The loans account equals all outstanding principal", books.ledger_equals_loans),
    Invariant(
        "V03", "账务逐日逐科目等于核心系统传票", "The ledger equals the core bank's vouchers, day by day", books.ledger_equals_vouchers
    ),
    Invariant("V04", "每个营业日与核心系统对账一致", "Every closed day was reconciled without a difference", books.reconciliations_agree),
    Invariant(
        "V05", "放款恰好一次:借据、付款指令、核心系统三方一致", "Every pay-out happened once, on three sides", payments.payouts_agree
    ),
    Invariant("V06", "扣款与还款入账一致", "Every debit is booked as a repayment", payments.debits_agree),
    Invariant("V07", "核心系统流水与余额一致", "The core bank's statements run", payments.statements_run),
    Invariant("V08", "借据余额等于放款减还本", "Outstanding principal is disbursed less repaid", loans.principal_is_history),
    Invariant("V09", "还款计划本金合计等于借款本金", "Schedules repay the principal exactly", loans.schedules_add_up),
    Invariant("V10", "利息、罚息、复利只收一次", "Interest is paid once", loans.interest_is_paid_once),
    Invariant("V11", "每个额度节点:已用+预占≤总额且与借据一致", "Limits hold on every node", loans.limits_hold),
    Invariant("V12", "借据状态与金额一致", "A loan's state fits its amounts", loans.states_match_amounts),
    Invariant("V13", "每个聚合的事件序号连续", "Events of an aggregate are numbered without gaps", events.sequences_are_dense),
    Invariant(
        "V14",
        "每个事件在每个订阅方恰好生效一次",
        "Each event had one effect wherever it was wanted",
        events.inboxes_hold_what_was_published,
    ),
    Invariant("V15", "没有搁置的事件、没有放弃的任务", "Nothing is parked or given up", events.nothing_is_parked),
    Invariant("V16", "事件归档完整无缺号", "The event archive has no gap", events.archive_is_complete),
    Invariant("V17", "每位客户的事件链完整", "Every applicant's story is whole", chains.parties_are_told),
    Invariant("V18", "每笔借据的事件链完整且有序", "Every loan's story is whole and in order", chains.loans_are_told),
    Invariant("V19", "每个催收案件的事件链完整", "Every case's story is whole", chains.cases_are_told),
    Invariant("V20", "催收与信贷的逾期一致", "Collections follows credit's arrears", conduct.collections_follow_credit),
    Invariant("V21", "催收联系无违规", "No contact broke the rules", conduct.contacts_obey),
    Invariant("V22", "双人复核、三人建模", "Two or three persons where they are needed", conduct.two_persons_decided),
    Invariant("V23", "数据库与日志中没有可读的个人敏感信息", "Nothing personal outside the vault", conduct.nothing_personal_leaks),
)
