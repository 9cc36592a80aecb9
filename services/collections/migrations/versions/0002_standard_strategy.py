"""The strategy every case starts under: the middle column of domain.md 2.8.2."""

from __future__ import annotations

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MORNING = time(10)
_STANDARD = (
    (2, 2, "SMS", "OVERDUE_REMINDER"),
    (4, 8, "ROBOT", "OVERDUE_CALL"),
    (9, 30, "PHONE", "OVERDUE_CALL"),
    (16, 16, "SMS", "OVERDUE_WARNING"),
    (31, 31, "SMS", "OVERDUE_WARNING"),
    (31, 60, "VISIT", "OVERDUE_VISIT"),
    (61, 90, "LEGAL_NOTICE", "FORMAL_DEMAND"),
    (91, 9999, "LEGAL_NOTICE", "PRE_LITIGATION"),
)
_COLUMNS = ("strategy", "first_day", "last_day", "channel", "at", "template")


def upgrade() -> None:
    op.bulk_insert(
        sa.table("treatment", *(sa.column(name) for name in _COLUMNS)),
        [
            dict(zip(_COLUMNS, ("standard-v1", first, last, channel, _MORNING, template), strict=True))
            for first, last, channel, template in _STANDARD
        ],
    )


def downgrade() -> None:
    op.execute("DELETE FROM treatment WHERE strategy = 'standard-v1'")
