"""What credit keeps of a party: codes and dates announced by onboarding, never a name or a number."""
from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, SmallInteger, Table, Text

from services.credit.adapters.tables.columns import METADATA, UUID_TEXT

party = Table(
    "party",
    METADATA,
    Column("party_id", UUID_TEXT, primary_key=True),
    Column("party_type", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("division_code", Text, nullable=False),
    Column("outlet_id", Text, nullable=False),
    Column("masked_name", Text, nullable=False),
    Column("birth_year", Integer, nullable=False),
    Column("identity_level", SmallInteger, nullable=False, server_default="0"),
    Column("identity_valid_to", Date),
)

party_consent = Table(
    "party_consent",
    METADATA,
    Column("consent_id", UUID_TEXT, primary_key=True),
    Column("party_id", UUID_TEXT, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default="false"),
    Index("ix_party_consent_party_id", "party_id", "purpose"),
)
