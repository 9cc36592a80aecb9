"""The freshly trained card goes the way of every model: developed, validated and approved by three people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from o2o.training.train import Training
from o2o.world.bank import Bank

_LADDER = (("risk.validator", "validate"), ("risk.approver", "approve"), ("risk.approver", "activate"))


async def release_card(bank: Bank, training: Training, console: Console) -> None:
    """Nothing to do when training reproduced what is in force; otherwise both documents are released."""
    if training.is_as_shipped:
        console.print(f"评分卡由 700 份真实样本重新训练,与现行版本逐字节一致 · retrained to the byte in {training.seconds:.1f} s")
        return
    card = await release(bank, f"/v1/models/{training.card['model']}/versions", training.card)
    policy = await release(bank, f"/v1/policies/{training.policy['policy']}/versions", training.policy)
    console.print(f"新评分卡 v{card}、策略 v{policy} 已由三人验证、批准、启用 · released by three people")


async def release(bank: Bank, path: str, document: dict[str, Any]) -> int:
    """A document of `path`'s kind from draft to in force, each step by another person; its version number."""
    draft = await bank.actor("risk.developer").post("scoring", path, {"artefact": document, "comment": "trained on the development sample"})
    version = int(draft["version"])
    for subject, step in _LADDER:
        body = {} if step == "activate" else {"comment": f"{step} by {subject}"}
        await bank.actor(subject).post("scoring", f"{path}/{version}/{step}", body)
    return version
