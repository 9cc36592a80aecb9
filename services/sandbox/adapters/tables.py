"""Tables of the outside world. Synthetic people only; money is in fen; lines and vouchers are never changed."""
from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.db.metadata import service_metadata

metadata = service_metadata()
_NUMBER = String(64)
_MOMENT = DateTime(timezone=True)

customer_number = Sequence("customer_number", metadata=metadata)

person = Table(
    "person",
    metadata,
    Column("subject", _NUMBER, primary_key=True),
    Column("customer_no", String(16), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("id_number", String(18), nullable=False, unique=True),
    Column("phone", String(16), nullable=False),
    Column("card_number", String(19), nullable=False, unique=True),
    Column("division_code", String(6), nullable=False),
    Column("employer", Text),
    Column("behaviour", JSONB, nullable=False),
    Column("bureau", JSONB, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
)

conduct = Table(
    "conduct",
    metadata,
    Column("subject", _NUMBER, ForeignKey("person.subject"), primary_key=True),
    Column("payments", Integer, nullable=False, server_default="0"),
    Column("paid_on", Date),
    Column("lapse", Integer, nullable=False, server_default="0"),
    Column("lapsed_on", Date),
    Column("promised_for", Date),
    Column("part_paid", Boolean, nullable=False, server_default=text("false")),
    Column("contacts", Integer, nullable=False, server_default="0"),
)

account = Table(
    "account",
    metadata,
    Column("account_no", String(19), primary_key=True),
    Column("customer_no", String(16), ForeignKey("person.customer_no"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("balance_fen", BigInteger, nullable=False),
    Column("line_count", Integer, nullable=False),
    Column("proceeds_fen", BigInteger, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    CheckConstraint("balance_fen >= 0", name="balance_not_negative"),
    CheckConstraint("proceeds_fen BETWEEN 0 AND balance_fen", name="proceeds_within_balance"),
)

statement_line = Table(
    "statement_line",
    metadata,
    Column("account_no", String(19), ForeignKey("account.account_no"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("balance_fen", BigInteger, nullable=False),
    Column("reference", String(80), nullable=False),
    CheckConstraint("balance_fen >= 0", name="balance_not_negative"),
)
Index("uq_statement_line_deposit", statement_line.c.account_no, statement_line.c.reference,
      unique=True, postgresql_where=text("reference LIKE 'deposit:%'"))  # fmt: skip

mandate = Table(
    "mandate",
    metadata,
    Column("mandate_id", _NUMBER, primary_key=True),
    Column("account_no", String(19), ForeignKey("account.account_no"), nullable=False),
    Column("customer_no", String(16), nullable=False),
    Column("reference", _NUMBER, nullable=False, unique=True),
    Column("created_at", _MOMENT, nullable=False),
)

payout = Table(
    "payout",
    metadata,
    Column("request_no", _NUMBER, primary_key=True),
    Column("mandate_id", _NUMBER, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("business_date", Date, nullable=False, index=True),
    Column("callback_url", Text),
    Column("client_id", _NUMBER, nullable=False),
    Column("status", String(10), nullable=False),
    Column("reason", String(30)),
    Column("created_at", _MOMENT, nullable=False),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
)
Index("ix_payout_accepted", payout.c.created_at, postgresql_where=text("status = 'ACCEPTED'"))

debit_batch = Table(
    "debit_batch",
    metadata,
    Column("batch_no", _NUMBER, primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("voluntary", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", _MOMENT, nullable=False),
)

debit_item = Table(
    "debit_item",
    metadata,
    Column("batch_no", _NUMBER, ForeignKey("debit_batch.batch_no"), primary_key=True),
    Column("item_no", _NUMBER, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("business_date", Date, nullable=False, index=True),
    Column("mandate_id", _NUMBER, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("partial_allowed", Boolean, nullable=False),
    Column("status", String(10), nullable=False),
    Column("paid_fen", BigInteger, nullable=False),
    Column("reason", String(30)),
    CheckConstraint("paid_fen BETWEEN 0 AND amount_fen", name="paid_within_amount"),
)

voucher = Table(
    "voucher",
    metadata,
    Column("voucher_no", _NUMBER, primary_key=True),
    Column("business_date", Date, nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("created_at", _MOMENT, nullable=False),
)

voucher_line = Table(
    "voucher_line",
    metadata,
    Column("voucher_no", _NUMBER, ForeignKey("voucher.voucher_no"), primary_key=True),
    Column("line_no", Integer, primary_key=True),
    Column("account", _NUMBER, nullable=False),
    Column("debit_fen", BigInteger, nullable=False),
    Column("credit_fen", BigInteger, nullable=False),
    CheckConstraint("(debit_fen > 0 AND credit_fen = 0) OR (debit_fen = 0 AND credit_fen > 0)", name="one_side"),
)

callback = Table(
    "callback",
    metadata,
    Column("callback_id", _NUMBER, primary_key=True),
    Column("client_id", _NUMBER, nullable=False),
    Column("url", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("delivered_at", _MOMENT),
)
Index("ix_callback_due", callback.c.due_at, postgresql_where=text("delivered_at IS NULL"))

text_message = Table(
    "text_message",
    metadata,
    Column("message_key", _NUMBER, primary_key=True),
    Column("recipient", _NUMBER, nullable=False, index=True),
    Column("template", _NUMBER, nullable=False),
    Column("params", JSONB, nullable=False),
    Column("sent_at", _MOMENT, nullable=False),
)
