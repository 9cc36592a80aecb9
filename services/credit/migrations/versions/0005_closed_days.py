"""A day whose voucher is prepared takes no more postings."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

# The lock waits while the books of a day are being closed; the error lets the command bus run the command again, on the new date.
REQUIRE_OPEN_DAY = """
CREATE FUNCTION require_open_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('credit.books'));
    IF EXISTS (SELECT FROM added JOIN voucher USING (business_date)) THEN
        RAISE EXCEPTION 'the books of this day are closed' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$
"""
OPEN_DAY = """
CREATE TRIGGER open_day AFTER INSERT ON journal REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION require_open_day()
"""


def upgrade() -> None:
    op.execute(REQUIRE_OPEN_DAY)
    op.execute(OPEN_DAY)


def downgrade() -> None:
    op.execute("DROP TRIGGER open_day ON journal")
    op.execute("DROP FUNCTION require_open_day()")
