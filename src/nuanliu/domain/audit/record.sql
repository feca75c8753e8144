-- One event, for an act that is one call of a function of the database. `done` is the row.
CREATE OR REPLACE FUNCTION audit_record(done jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_event SELECT e.* FROM jsonb_populate_record(NULL::audit_event, done) e;
END $$;
