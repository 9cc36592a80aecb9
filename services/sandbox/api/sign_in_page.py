"""The sign-in page: one form, a list of demo people, no script and nothing from elsewhere."""
from __future__ import annotations

from html import escape

from services.sandbox.domain.oidc import AuthorizationRequest
from services.sandbox.domain.staff import STAFF
from shared.kernel.masking import mask_name

_TEXT = {
    "zh": {
        "title": "选择演示身份登录",
        "notice": "这是开发与演示用的登录页：人员均为虚构，没有密码。",
        "staff": "银行员工",
        "people": "客户（最近登记的 50 位）",
        "none": "还没有登记客户",
    },
    "en": {
        "title": "Sign in as a demo person",
        "notice": "For development and demonstration: everybody here is made up and has no password.",
        "staff": "Bank staff",
        "people": "Customers (the last 50 who entered)",
        "none": "No customers yet",
    },
}
_STYLE = """
body{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c2733}
h1{font-size:1.4rem}h2{font-size:1rem;margin-top:2rem;color:#52606d}
button{display:block;width:100%;text-align:left;padding:.7rem 1rem;margin:.4rem 0;font:inherit;background:#fff;
border:1px solid #c5ced6;border-radius:.5rem;cursor:pointer}
button:hover,button:focus-visible{border-color:#0b5cad;outline:2px solid #0b5cad33}small{color:#52606d;margin-left:.6rem}
"""


def sign_in_page(request: AuthorizationRequest, people: list[tuple[str, str]], language: str) -> str:
    """HTML in `zh` or `en`; a click on a person posts the client's request with his subject."""
    words = _TEXT[language]
    staff = [
        (member.subject, member.title_zh if language == "zh" else member.title_en) for member in STAFF.values()
    ]
    customers = [(subject, mask_name(name)) for subject, name in people]
    hidden = {
        "client_id": request.client_id,
        "redirect_uri": request.redirect_uri,
        "state": request.state,
        "nonce": request.nonce,
        "code_challenge": request.challenge,
    }
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    tongue = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words["title"]}</title><style>{_STYLE}</style></head>'
        f'<body><h1>{words["title"]}</h1><p>{words["notice"]}</p><form method="post" action="authorize">{fields}'
        f'<h2>{words["staff"]}</h2>{_buttons(staff)}'
        f'<h2>{words["people"]}</h2>{_buttons(customers) or words["none"]}</form></body></html>'
    )


def _buttons(people: list[tuple[str, str]]) -> str:
    return "".join(
        f'<button name="subject" value="{escape(subject)}">{escape(title)}<small>{escape(subject)}</small></button>'
        for subject, title in people
    )
