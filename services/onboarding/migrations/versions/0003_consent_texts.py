"""The first version of every consent text.

Texts are never edited: a change is a new version with its own date, in a new revision.
"""
from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_EFFECTIVE_FROM = date(2021, 11, 1)


class _Text(NamedTuple):
    purpose: str
    separate: bool
    validity_months: int
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str

    @property
    def version(self) -> str:
        return f"{self.purpose.lower().replace('_', '-')}-v1"

    @property
    def sha256(self) -> str:
        return sha256(f"{self.body_zh}\n{self.body_en}".encode()).hexdigest()


_TEXTS = (
    _Text(
        purpose="PROFILING",
        separate=False,
        validity_months=36,
        title_zh="建档授权",
        title_en="Consent to keep a credit file",
        body_zh=(
            "本人同意银行为评估授信，收集并处理本人申请资料、在本行的账户往来及公开信息，建立信用档案，并以自动化方式评分。本"
            "人可要求人工复核，可随时撤回授权；撤回后银行停止使用档案评估授信，法律要求保存的记录除外。"
        ),
        body_en=(
            "To assess credit, I agree that the bank collects and processes what I state in my application, my accounts with the "
            "bank and public information, keeps a credit file and scores it automatically. I may ask for a person's review and may "
            "withdraw at any time; the bank then stops using the file, except for records the law keeps."
        ),
    ),
    _Text(
        purpose="CREDIT_BUREAU",
        separate=True,
        validity_months=12,
        title_zh="征信查询授权",
        title_en="Consent to a credit bureau query",
        body_zh=(
            "本人单独授权银行因审核本次授信申请及贷后管理，向金融信用信息基础数据库查询本人信用报告，并依法报送本人信贷信息。"
            "报送不良信息前，银行会事先告知本人。授权在有效期内有效，可随时撤回；已经完成的查询不受影响。"
        ),
        body_en=(
            "I separately authorise the bank to query my credit report, for this application and for managing the credit, and to "
            "report my credit as the law requires. Before reporting bad data the bank tells me. I may withdraw at any time; "
            "queries already made are not undone."
        ),
    ),
    _Text(
        purpose="FINANCIAL_DATA",
        separate=True,
        validity_months=12,
        title_zh="金融账户信息授权",
        title_en="Consent to use financial account data",
        body_zh=(
            "本人单独同意银行查询并使用本人在本行的账户余额、交易流水、收单和代发工资记录，用于评估还款能力。拒绝提供不影响其"
            "他服务，但可能需要补充其他收入证明。"
        ),
        body_en=(
            "I separately agree that the bank reads my balances, statements, acquiring and payroll records with it to assess my "
            "ability to repay. Refusing affects no other service, though other proof of income may be asked for."
        ),
    ),
    _Text(
        purpose="CONTRACT_ESIGN",
        separate=False,
        validity_months=12,
        title_zh="电子签约授权",
        title_en="Consent to sign electronically",
        body_zh="本人同意以可靠的电子签名签订授信及借款合同，知悉其与手写签名具有同等法律效力，并可选择到网点书面签约。",
        body_en=(
            "I agree to sign credit and loan contracts with a reliable electronic signature, know that it binds like one by hand, "
            "and may choose to sign on paper at an outlet."
        ),
    ),
    _Text(
        purpose="COLLECTION_CONTACT",
        separate=False,
        validity_months=36,
        title_zh="还款提醒与联系授权",
        title_en="Consent to payment reminders",
        body_zh=(
            "本人同意银行在还款日前后以短信、电话或应用消息提醒本人。银行只联系本人，不联系通讯录中的其他人；每日 22:00 至次"
            "日 8:00 不联系。"
        ),
        body_en=(
            "I agree that the bank reminds me of payments by message, telephone or app. It contacts nobody else from an address "
            "book, and not between 22:00 and 8:00."
        ),
    ),
    _Text(
        purpose="COLLECTION_ANY_HOUR",
        separate=True,
        validity_months=12,
        title_zh="非常规时段联系授权",
        title_en="Consent to be contacted at any hour",
        body_zh="本人因作息原因，单独同意银行在 22:00 至次日 8:00 之间就还款事宜与本人联系。本人可随时撤回，撤回即时生效。",
        body_en=(
            "For reasons of my own hours, I separately agree that the bank may contact me about repayment between 22:00 and 8:00. "
            "I may withdraw at any time, with immediate effect."
        ),
    ),
    _Text(
        purpose="MARKETING",
        separate=False,
        validity_months=12,
        title_zh="营销信息授权",
        title_en="Consent to marketing messages",
        body_zh="本人同意接收银行的产品和活动信息。拒绝或退订不影响任何其他服务。",
        body_en="I agree to receive product and event messages. Refusing or opting out affects no other service.",
    ),
)


def upgrade() -> None:
    table = sa.table(
        "consent_text",
        *(sa.column(name) for name in ("purpose", "version", "title_zh", "title_en", "body_zh", "body_en", "sha256")),
        sa.column("separate", sa.Boolean),
        sa.column("validity_months", sa.SmallInteger),
        sa.column("effective_from", sa.Date),
    )
    own = {"effective_from": _EFFECTIVE_FROM}
    op.bulk_insert(table, [{**text._asdict(), "version": text.version, "sha256": text.sha256, **own} for text in _TEXTS])


def downgrade() -> None:
    op.execute("DELETE FROM consent_text WHERE version LIKE '%-v1'")
