"""What the database itself refuses: a certificate's number, facts and signature never change, and none is removed."""

from nuanliu.platform.db import TableSql

FIXED = (
    "id", "kind", "issuer_id", "issuer_name", "year", "number", "serial", "serial_key", "code", "unit_id", "title",
    "responsible", "minutes", "services", "first_day", "last_day", "issued_on", "issued_at", "issued_by", "profile",
    "algorithm", "key_id", "signature", "batch_id", "place_in_batch",
)  # fmt: skip
"""What stays; a name may be forgotten, a seal placed, and a certificate revoked."""
TABLE = "certificates_certificate"


class WrittenOnce(TableSql):
    """Triggers on the table of certificates."""

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Refuse changes to certificates"

    def forwards(self, vendor: str) -> list[str]:
        """One for changes, one for removals."""
        differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
        back = "(OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL)"
        if vendor == "sqlite":
            differs = differs.replace("IS DISTINCT FROM", "IS NOT")
            return [
                f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE ON {TABLE} WHEN {differs} OR {back}
                BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END""",
                f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
                BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END""",
            ]
        return [
            f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{TABLE} is written once' USING ERRCODE = 'restrict_violation'; END $$""",
            f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({differs} OR {back})
            EXECUTE FUNCTION {TABLE}_refuse()""",
            f"""CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop them."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {TABLE}_no_change", f"DROP TRIGGER {TABLE}_no_delete"]
        return [
            f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
            f"DROP TRIGGER {TABLE}_no_delete ON {TABLE}",
            f"DROP FUNCTION {TABLE}_refuse()",
        ]
