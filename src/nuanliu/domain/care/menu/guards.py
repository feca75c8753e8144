"""What the database itself refuses about versions of the catalogue."""

from nuanliu.platform.db import TableSql

_TABLE = "care_servicewithdrawal"
_HAS_BEGUN = """SELECT 1 FROM care_serviceversion v JOIN care_service s ON s.id = v.service_id
    WHERE v.id = NEW.version_id AND (v.in_force_from <= NEW.withdrawn_at OR s.version_number = v.number)"""


class NeverOnceBegun(TableSql):
    """A version that has begun, or that the service says already, cannot be withdrawn."""

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Refuse to withdraw what has begun"

    def forwards(self, vendor: str) -> list[str]:
        """One trigger."""
        if vendor == "sqlite":
            return [
                f"""CREATE TRIGGER {_TABLE}_not_begun BEFORE INSERT ON {_TABLE} WHEN EXISTS ({_HAS_BEGUN})
                BEGIN SELECT RAISE(ABORT, 'a version that has begun is not withdrawn'); END"""
            ]
        return [
            f"""CREATE FUNCTION {_TABLE}_not_begun() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF EXISTS ({_HAS_BEGUN}) THEN
            RAISE EXCEPTION 'a version that has begun is not withdrawn' USING ERRCODE = 'restrict_violation';
            END IF; RETURN NEW; END $$""",
            f"""CREATE TRIGGER {_TABLE}_not_begun BEFORE INSERT ON {_TABLE}
            FOR EACH ROW EXECUTE FUNCTION {_TABLE}_not_begun()""",
        ]

    def backwards(self, vendor: str) -> list[str]:
        """Drop it."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {_TABLE}_not_begun"]
        return [f"DROP TRIGGER {_TABLE}_not_begun ON {_TABLE}", f"DROP FUNCTION {_TABLE}_not_begun()"]
