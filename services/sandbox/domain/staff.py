"""The demo bank's staff as the issuer knows them: synthetic, role-like names, one outlet of county 331003."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OUTLET = "huangyan-1"
HEAD_OFFICE = "HEAD_OFFICE"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Who may sign in as staff; `authority_fen` is his approval limit."""

    subject: str
    title_zh: str
    title_en: str
    roles: tuple[str, ...]
    outlets: tuple[str, ...] = (OUTLET,)
    authority_fen: int = 0


_HEAD = (HEAD_OFFICE,)
STAFF: Mapping[str, StaffMember] = {
    member.subject: member
    for member in (
        StaffMember("officer.zhou", "客户经理（黄岩一号网点）", "Loan officer, Huangyan outlet 1", ("OFFICER",)),
        StaffMember(
            "approver.wu", "审批人（权限 50 万元）", "Approver, authority ¥500,000", ("APPROVER",), authority_fen=50_000_000
        ),
        StaffMember("collector.lin", "催收专员（黄岩一号网点）", "Collector, Huangyan outlet 1", ("COLLECTOR",)),
        StaffMember("manager.he", "网点负责人", "Outlet manager", ("OUTLET_MANAGER",)),
        StaffMember("ops.qian", "总行运营", "Operations, head office", ("OPERATIONS",), _HEAD),
        StaffMember("risk.developer", "模型开发", "Model developer", ("MODEL_DEVELOPER",), _HEAD),
        StaffMember("risk.validator", "模型验证", "Model validator", ("MODEL_VALIDATOR",), _HEAD),
        StaffMember("risk.approver", "模型审批", "Model approver", ("MODEL_APPROVER",), _HEAD),
        StaffMember("compliance.sun", "合规", "Compliance", ("COMPLIANCE",), _HEAD),
        StaffMember("product.maker", "产品经办", "Product maker", ("PRODUCT_MAKER",), _HEAD),
        StaffMember("product.checker", "产品复核", "Product checker", ("PRODUCT_CHECKER",), _HEAD),
    )
}
"""Everybody by subject."""
