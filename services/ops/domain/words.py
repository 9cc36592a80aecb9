"""The words for the codes that events carry: Chinese, English. A code without a row is shown as it is."""
from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    # products
    "SHOP_TERM": ("店主经营贷", "shop term loan"),
    "PAYROLL": ("工薪贷", "payroll loan"),
    "WALLET": ("零钱包", "wallet line"),
    # segments
    "SHOP_OWNER": ("店主", "shop owner"),
    "SALARIED": ("工薪客户", "salaried"),
    "FARMER": ("农户", "farmer"),
    # channels and scenes
    "STREET_QR": ("街区扫码", "a street QR code"),
    "BRANCH": ("网点", "the branch"),
    "APP": ("手机银行", "the app"),
    "SHOP_STREET": ("商业街", "shop street"),
    "PAYDAY": ("代发工资", "payday"),
    # consents
    "PROFILING": ("建档授权", "profiling"),
    "CREDIT_BUREAU": ("征信查询", "the credit bureau query"),
    "FINANCIAL_DATA": ("金融信息使用", "use of financial data"),
    "CONTRACT_ESIGN": ("电子签约", "electronic signing"),
    "COLLECTION_CONTACT": ("贷后联系", "contact after lending"),
    "MARKETING": ("营销信息", "marketing messages"),
    # identity
    "ID_DOCUMENT": ("身份证", "identity card"),
    "CARD_FOUR_FACTOR": ("银行卡四要素", "bank card four factors"),
    "ONE_TIME_CODE": ("短信验证码", "one-time code"),
    "FACE": ("人脸", "face"),
    "MISMATCH": ("信息不一致", "details do not match"),
    "UNKNOWN": ("无法核实", "could not be verified"),
    # decision results and paths
    "APPROVED": ("通过", "approved"),
    "DECLINED": ("拒绝", "declined"),
    "REFERRED": ("转人工", "referred"),
    "WITHDRAWN": ("客户撤回", "withdrawn by the customer"),
    "EXPIRED": ("超期", "expired"),
    # methods
    "EQ_INST": ("等额本息", "equal instalments"),
    "EQ_PRIN": ("等额本金", "equal principal"),
    "INT_M_BULLET": ("按月结息到期还本", "monthly interest, bullet"),
    "BULLET": ("利随本清", "bullet"),
    "DAILY": ("随借随还", "pay as you use"),
    "FLEX": ("灵活分期", "flexible instalments"),
    "SMS_CODE": ("短信验证码", "one-time code"),
    "E_SIGN": ("电子签名", "electronic signature"),
    # five classes
    "NORMAL": ("正常", "normal"),
    "SPECIAL_MENTION": ("关注", "special mention"),
    "SUBSTANDARD": ("次级", "substandard"),
    "DOUBTFUL": ("可疑", "doubtful"),
    "LOSS": ("损失", "loss"),
    # collection
    "M1": ("M1阶段", "stage M1"),
    "M2": ("M2阶段", "stage M2"),
    "M3": ("M3阶段", "stage M3"),
    "M4": ("M4阶段", "stage M4"),
    "M5": ("M5阶段", "stage M5"),
    "M6": ("M6阶段", "stage M6"),
    "M7": ("M7阶段", "stage M7"),
    "PHONE": ("电话", "phone"),
    "SMS": ("短信", "SMS"),
    "ROBOT": ("机器人外呼", "robot call"),
    "VISIT": ("上门", "visit"),
    "DEBTOR": ("本人", "the debtor"),
    "GUARANTOR": ("保证人", "the guarantor"),
    "CONTACT_PERSON": ("联系人", "a contact person"),
    "THIRD_PARTY": ("无关第三人", "a third party"),
    "CONNECTED": ("已接通", "connected"),
    "NO_ANSWER": ("无人接听", "no answer"),
    "CURED": ("还清逾期", "cured"),
    "SETTLED": ("结清", "settled"),
    "RESTRUCTURED": ("重组", "restructured"),
    "WRITTEN_OFF": ("核销", "written off"),
    "SOLD": ("转让", "sold"),
    "R31": ("22:00至次日8:00禁止催收", "no contact between 22:00 and 08:00"),
    "R32": ("当日联系次数已达上限", "the day's number of contacts is used up"),
    "R33": ("只能联系本人或责任人", "only the debtor or a liable person may be contacted"),
    "R34": ("上门须两人并录音", "a visit needs two collectors and a recording"),
    # payments
    "BATCH_DEBIT": ("批量扣款", "daily debit"),
    "DEBIT": ("扣款", "debit"),
    "BORROWER": ("客户主动还款", "paid by the customer"),
    "SELF_PAY": ("自主支付", "paid to the customer"),
    "ENTRUSTED": ("受托支付", "paid to the supplier"),
}
