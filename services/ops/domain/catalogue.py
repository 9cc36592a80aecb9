"""The sentence of every event type. A new event gets its row here; a test names the one that is missing."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from services.ops.domain.sentence import Choice, Customer, Sentence, SpokenEvent, Stage, Tone, speak

_ACQUISITION, _DECISION, _CONTRACT = Stage.ACQUISITION, Stage.DECISION, Stage.CONTRACT
_REPAYMENT, _COLLECTION, _BANK_DAY, _PLATFORM = Stage.REPAYMENT, Stage.COLLECTION, Stage.BANK_DAY, Stage.PLATFORM
_GOOD, _RISK = Tone.GOOD, Tone.RISK


def _day_processed(service_zh: str, service_en: str) -> Sentence:
    return Sentence(_PLATFORM, service_zh + "完成{closed_date:date}的日终处理", service_en + " finished {closed_date:date}")


CATALOGUE: Final[dict[str, Sentence | Choice]] = {
    "o2o.onboarding.PartyRegistered.v1": Sentence(
        _ACQUISITION, "{who}完成建档，来自{channel_code:word}", "{who} registered through {channel_code:word}"),
    "o2o.onboarding.PartySubjectLinked.v1": Sentence(
        _ACQUISITION, "{who}的登录身份已绑定", "Sign-in of {who} is linked"),
    "o2o.onboarding.OnboardingSessionOpened.v1": Sentence(
        _ACQUISITION, "{who}通过{channel_code:word}进入（{scene_code:word}）",
        "{who} came in through {channel_code:word} ({scene_code:word})"),
    "o2o.onboarding.IdentityVerified.v1": Sentence(
        _ACQUISITION, "{who}通过身份核验：{methods:words}", "Identity of {who} verified: {methods:words}"),
    "o2o.onboarding.IdentityVerificationFailed.v1": Sentence(
        _ACQUISITION, "{who}未通过{method:word}核验：{reason:word}", "{who} failed the {method:word} check: {reason:word}"),
    "o2o.onboarding.ConsentGranted.v1": Choice("separate", {
        True: Sentence(_ACQUISITION, "{who}单独同意：{purpose:word}", "{who} gave separate consent to {purpose:word}")},
        Sentence(_ACQUISITION, "{who}同意：{purpose:word}", "{who} consented to {purpose:word}")),
    "o2o.onboarding.ConsentWithdrawn.v1": Sentence(
        _ACQUISITION, "{who}撤回同意：{purpose:word}", "{who} withdrew consent to {purpose:word}"),
    "o2o.onboarding.ApplicationSubmitted.v1": Sentence(
        _DECISION, "{who}申请{product_code:word} {amount_fen:yuan}，{term_months:months}",
        "{who} applied for {amount_fen:yuan} over {term_months:months}, {product_code:word}"),
    "o2o.onboarding.ApplicationApproved.v1": Choice("approver", {
        "policy": Sentence(
            _DECISION, "{who}获批 {amount_fen:yuan}，{term_months:months}，年利率 {annual_rate:percent}",
            "{who} is approved for {amount_fen:yuan} over {term_months:months} at {annual_rate:percent} a year", _GOOD)},
        Sentence(
            _DECISION, "{who}经人工审批获批 {amount_fen:yuan}，{term_months:months}，年利率 {annual_rate:percent}",
            "{who} is approved by a person for {amount_fen:yuan} over {term_months:months} at {annual_rate:percent} a year", _GOOD)),
    "o2o.onboarding.ApplicationDeclined.v1": Sentence(
        _DECISION, "{who}申请的 {amount_fen:yuan} 未获批准：{reasons:words}", "{who} is declined for {amount_fen:yuan}: {reasons:words}"),
    "o2o.onboarding.ApplicationReferred.v1": Sentence(
        _DECISION, "{who}的申请转人工审批：{reasons:words}", "The application of {who} goes to a person: {reasons:words}"),
    "o2o.onboarding.ApplicationCancelled.v1": Sentence(
        _DECISION, "{who}的申请已取消：{reason:word}", "The application of {who} is cancelled: {reason:word}"),

    "o2o.scoring.VerificationCompleted.v1": Sentence(
        _DECISION, "{who}的外部核查完成，用时 {elapsed_ms:seconds}", "{who}: outside checks done in {elapsed_ms:seconds}"),
    "o2o.scoring.ScoreComputed.v1": Sentence(
        _DECISION, "{who}评分 {score}，一年违约概率 {pd_ppm:ppm}", "{who} scores {score}, one-year default probability {pd_ppm:ppm}"),
    "o2o.scoring.DecisionMade.v1": Choice("result", {
        "APPROVED": Sentence(
            _DECISION, "{who}系统决策通过：{approved_amount_fen:yuan}，年利率 {annual_rate:percent}，用时 {elapsed_ms:seconds}",
            "{who}: policy approves {approved_amount_fen:yuan} at {annual_rate:percent} a year in {elapsed_ms:seconds}", _GOOD),
        "DECLINED": Sentence(
            _DECISION, "{who}系统决策拒绝：{reasons:words}，用时 {elapsed_ms:seconds}",
            "{who}: policy declines in {elapsed_ms:seconds}: {reasons:words}")},
        Sentence(
            _DECISION, "{who}系统决策转人工：{reasons:words}，用时 {elapsed_ms:seconds}",
            "{who}: policy refers to a person in {elapsed_ms:seconds}: {reasons:words}")),
    "o2o.scoring.ModelVersionActivated.v1": Sentence(
        _PLATFORM, "评分模型 {model} 第{model_version}版启用", "Model {model} version {model_version} is in use"),
    "o2o.scoring.PolicyVersionActivated.v1": Sentence(
        _PLATFORM, "决策策略 {policy} 第{policy_version}版启用", "Policy {policy} version {policy_version} is in use"),

    "o2o.credit.ProductVersionPublished.v1": Sentence(
        _PLATFORM, "产品发布：{name_zh} 第{product_version}版，年利率 {rate_min:percent}–{rate_max:percent}",
        "Product published: {name_en} version {product_version}, {rate_min:percent}–{rate_max:percent} a year"),
    "o2o.credit.RegParamChanged.v1": Sentence(
        _PLATFORM, "监管参数 {code} 设为 {value}，{effective_from:date}起生效",
        "Regulatory parameter {code} is {value} from {effective_from:date}"),
    "o2o.credit.ContractPrepared.v1": Sentence(
        _CONTRACT, "{who}的合同待签署：额度 {total_fen:yuan}，年利率 {annual_rate:percent}",
        "A contract waits for {who} to sign: {total_fen:yuan} at {annual_rate:percent} a year"),
    "o2o.credit.ContractSigned.v1": Sentence(
        _CONTRACT, "{who}签署合同（{method:word}）", "{who} signed the contract ({method:word})"),
    "o2o.credit.CreditLineActivated.v1": Sentence(
        _CONTRACT, "{who}的额度 {total_fen:yuan} 生效，至{end_date:date}",
        "{who} has a line of {total_fen:yuan} until {end_date:date}", _GOOD),
    "o2o.credit.CreditLineFrozen.v1": Sentence(
        _COLLECTION, "{who}的额度已冻结：{reason:word}", "The line of {who} is frozen: {reason:word}", _RISK),
    "o2o.credit.CreditLineUnfrozen.v1": Sentence(
        _CONTRACT, "{who}的额度已解冻：{reason:word}", "The line of {who} is released: {reason:word}"),
    "o2o.credit.CostSheetPresented.v1": Sentence(
        _CONTRACT, "向{who}明示综合融资成本：{amount_fen:yuan}，{term_months:months}，年化 {annual_cost:percent}",
        "All-in cost shown to {who}: {amount_fen:yuan} over {term_months:months}, {annual_cost:percent} a year"),
    "o2o.credit.CostSheetConfirmed.v1": Sentence(
        _CONTRACT, "{who}阅读{read_seconds}秒后确认综合年化成本 {annual_cost:percent}",
        "{who} confirmed the all-in cost of {annual_cost:percent} a year after reading for {read_seconds} s"),
    "o2o.credit.DrawdownRequested.v1": Sentence(
        _CONTRACT, "{who}申请提款 {amount_fen:yuan}，{term_months:months}，{method:word}",
        "{who} asks to draw {amount_fen:yuan} over {term_months:months}, {method:word}"),
    "o2o.credit.DisbursementFailed.v1": Sentence(
        _CONTRACT, "{who}的 {amount_fen:yuan} 放款失败，额度已恢复：{reason:word}",
        "Paying {amount_fen:yuan} to {who} failed, the limit is released: {reason:word}"),
    "o2o.credit.LoanDisbursed.v1": Sentence(
        _CONTRACT, "{who}的 {principal_fen:yuan} 已到账，年利率 {annual_rate:percent}，综合年化 {annual_cost:percent}",
        "{principal_fen:yuan} reached the account of {who} at {annual_rate:percent} a year, {annual_cost:percent} all-in", _GOOD),
    "o2o.credit.InterestSettled.v1": Sentence(
        _REPAYMENT, "{who}结息 {amount_fen:yuan}，{due_date:date}到期", "{who}: interest {amount_fen:yuan} falls due on {due_date:date}"),
    "o2o.credit.RepaymentAllocated.v1": Choice("overdue_fen", {
        0: Sentence(
            _REPAYMENT, "{who}还款 {amount_fen:yuan}，剩余本金 {outstanding_principal_fen:yuan}",
            "{who} repaid {amount_fen:yuan}; {outstanding_principal_fen:yuan} principal left", _GOOD)},
        Sentence(
            _REPAYMENT, "{who}还款 {amount_fen:yuan}，仍逾期 {overdue_fen:yuan}",
            "{who} repaid {amount_fen:yuan}, {overdue_fen:yuan} still overdue")),
    "o2o.credit.RepaymentReversed.v1": Sentence(
        _REPAYMENT, "{who}的还款 {amount_fen:yuan} 已冲正", "A repayment of {amount_fen:yuan} by {who} is reversed", _RISK),
    "o2o.credit.LoanPrepaid.v1": Sentence(
        _REPAYMENT, "{who}提前还款 {amount_fen:yuan}，剩余本金 {outstanding_principal_fen:yuan}",
        "{who} prepaid {amount_fen:yuan}, {outstanding_principal_fen:yuan} principal left", _GOOD),
    "o2o.credit.LoanSettled.v1": Sentence(_REPAYMENT, "{who}的贷款已结清", "The loan of {who} is settled", _GOOD),
    "o2o.credit.LoanOverdue.v1": Sentence(
        _COLLECTION, "{who}逾期：本金 {overdue_principal_fen:yuan}、利息 {overdue_interest_fen:yuan} 未还，"
        "贷款余额 {outstanding_principal_fen:yuan}",
        "{who} is overdue: {overdue_principal_fen:yuan} principal and {overdue_interest_fen:yuan} interest unpaid, "
        "balance {outstanding_principal_fen:yuan}", _RISK),
    "o2o.credit.LoanArrearsChanged.v1": Sentence(
        _COLLECTION, "{who}逾期金额变为：本金 {overdue_principal_fen:yuan}、利息 {overdue_interest_fen:yuan}",
        "Arrears of {who} are now {overdue_principal_fen:yuan} principal and {overdue_interest_fen:yuan} interest", _RISK),
    "o2o.credit.LoanCured.v1": Sentence(
        _COLLECTION, "{who}已还清逾期（逾期{days_past_due:days}）", "{who} cleared the arrears after {days_past_due:days}", _GOOD),
    "o2o.credit.LoanClassified.v1": Choice("to_class", {
        "NORMAL": Sentence(
            _COLLECTION, "{who}的贷款由{from_class:word}上调为正常", "The loan of {who} returns from {from_class:word} to normal", _GOOD)},
        Sentence(
            _COLLECTION, "{who}的贷款由{from_class:word}调为{to_class:word}，逾期{days_past_due:days}，"
            "余额 {outstanding_principal_fen:yuan}",
            "The loan of {who} moves from {from_class:word} to {to_class:word}, {days_past_due:days} past due, "
            "balance {outstanding_principal_fen:yuan}", _RISK)),
    "o2o.credit.ProvisionPosted.v1": Sentence(
        _BANK_DAY, "{business_date:date}计提减值准备 {amount_fen:yuan}，余额 {balance_fen:yuan}",
        "Provisions of {business_date:date}: {amount_fen:yuan}, balance {balance_fen:yuan}"),
    "o2o.credit.DayClosed.v1": Sentence(
        _BANK_DAY, "{closed_date:date}日终完成，营业日进入{next_date:date}",
        "{closed_date:date} is closed, the bank moves to {next_date:date}"),
    "o2o.credit.BusinessDateInitialised.v1": Sentence(
        _BANK_DAY, "营业日从{business_date:date}开始", "The first business date is {business_date:date}"),
    "o2o.credit.AccountingVoucherPosted.v1": Sentence(
        _BANK_DAY, "{business_date:date}总账凭证已过账：借贷各 {debit_fen:yuan}，{lines}笔分录",
        "Voucher of {business_date:date} posted: {debit_fen:yuan} on each side, {lines} lines"),

    "o2o.collections.CollectionCaseOpened.v1": Sentence(
        _COLLECTION, "{who}进入催收：逾期 {overdue_fen:yuan}，{days_past_due:days}，{stage:word}",
        "A collection case opens for {who}: {overdue_fen:yuan} overdue, {days_past_due:days}, {stage:word}", _RISK),
    "o2o.collections.CaseAssigned.v1": Sentence(
        _COLLECTION, "{who}的案件分派给 {collector}", "The case of {who} is assigned to {collector}"),
    "o2o.collections.CaseStageChanged.v1": Sentence(
        _COLLECTION, "{who}的案件由{from_stage:word}转入{to_stage:word}，逾期{days_past_due:days}",
        "The case of {who} moves from {from_stage:word} to {to_stage:word}, {days_past_due:days} past due", _RISK),
    "o2o.collections.CaseClosed.v1": Choice("outcome", {
        "WRITTEN_OFF": Sentence(_COLLECTION, "{who}的案件结案：核销", "The case of {who} closes: written off", _RISK)},
        Sentence(
            _COLLECTION, "{who}的案件结案：{outcome:word}，逾期{days_past_due:days}",
            "The case of {who} closes: {outcome:word} after {days_past_due:days}", _GOOD)),
    "o2o.collections.ContactAttempted.v1": Sentence(
        _COLLECTION, "{local_time:clock} {channel:word}联系{who}（{person_role:word}）：{result:word}",
        "{local_time:clock} {channel:word} to {who} ({person_role:word}): {result:word}"),
    "o2o.collections.ContactBlocked.v1": Sentence(
        _COLLECTION, "{local_time:clock} {channel:word}联系{who}被拦截：{rule_id:word}",
        "{local_time:clock} {channel:word} to {who} was blocked: {rule_id:word}", _RISK),
    "o2o.collections.PromiseMade.v1": Sentence(
        _COLLECTION, "{who}承诺{due_date:date}前还款 {amount_fen:yuan}", "{who} promised {amount_fen:yuan} by {due_date:date}"),
    "o2o.collections.PromiseKept.v1": Sentence(
        _COLLECTION, "{who}履行承诺，已还 {paid_fen:yuan}", "{who} kept the promise and paid {paid_fen:yuan}", _GOOD),
    "o2o.collections.PromiseBroken.v1": Sentence(
        _COLLECTION, "{who}未履行承诺：应还 {amount_fen:yuan}，实还 {paid_fen:yuan}",
        "{who} broke the promise: {paid_fen:yuan} paid of {amount_fen:yuan}", _RISK),

    "o2o.partners.PartnerStatusChanged.v1": Sentence(
        _PLATFORM, "合作方 {name} 状态变为{status:word}", "Partner {name} is now {status:word}"),
    "o2o.partners.WebhookDelivered.v1": Sentence(
        _PLATFORM, "已通知合作方：{webhook_type}（第{attempts}次送达）", "Partner notified: {webhook_type} (try {attempts})"),
    "o2o.partners.WebhookFailed.v1": Sentence(
        _PLATFORM, "合作方通知失败：{webhook_type}，已试{attempts}次", "Notifying a partner failed: {webhook_type} after {attempts} tries"),

    "o2o.onboarding.OnboardingDayProcessed.v1": _day_processed("进件", "Onboarding"),
    "o2o.scoring.ScoringDayProcessed.v1": _day_processed("评分", "Scoring"),
    "o2o.collections.CollectionsDayProcessed.v1": _day_processed("催收", "Collections"),
    "o2o.partners.PartnersDayProcessed.v1": _day_processed("合作方", "Partners"),
    "o2o.ops.OpsDayProcessed.v1": _day_processed("运营", "Operations"),
}

_UNKNOWN = Sentence(_PLATFORM, "未登记的事件 {event_type}", "An event without a sentence: {event_type}")


def describe(event_type: str, payload: Mapping[str, Any], customer: Customer) -> SpokenEvent:
    """What the event says; a type of a later release still shows its name."""
    sentence = CATALOGUE.get(event_type)
    if sentence is None:
        return speak(_UNKNOWN, {"event_type": event_type}, customer)
    return speak(sentence, payload, customer)


def types_mentioning(keyword: str) -> tuple[str, ...]:
    """Event types whose sentences contain the word in either language, so that a search finds what a reader sees."""
    sought = keyword.casefold()
    return tuple(event_type for event_type, sentence in CATALOGUE.items() if any(sought in text for text in _templates(sentence)))


def _templates(sentence: Sentence | Choice) -> list[str]:
    chosen = [*sentence.cases.values(), sentence.otherwise] if isinstance(sentence, Choice) else [sentence]
    return [text.casefold() for each in chosen for text in (each.zh, each.en)]


def stage_of(sentence: Sentence | Choice) -> Stage:
    """The stage of an event type; all cases of a choice share it."""
    return sentence.otherwise.stage if isinstance(sentence, Choice) else sentence.stage


def types_of_stages(stages: Collection[Stage]) -> frozenset[str]:
    """Event types that belong to any of the stages."""
    return frozenset(event_type for event_type, sentence in CATALOGUE.items() if stage_of(sentence) in stages)
