-- Open accounts of one owner (one row a stripe) with their first terms; those that are open already are left alone.
CREATE OR REPLACE FUNCTION ledger_open(
    site uuid, ids uuid[], unit text, kind text, owner uuid, code text, stripes integer[], floor bigint, ceiling bigint,
    opened_at timestamptz, actor uuid
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH fresh AS (
        INSERT INTO ledger_account AS a (site_id, id, unit, kind, owner, code, stripe, opened_at)
        SELECT ledger_open.site, u.id, ledger_open.unit, ledger_open.kind, ledger_open.owner, ledger_open.code,
            u.stripe, ledger_open.opened_at
        FROM unnest(ids, stripes) AS u (id, stripe)
        ON CONFLICT DO NOTHING RETURNING a.id
    ), balances AS (
        INSERT INTO ledger_balance (site_id, account_id, posted, held, floor, ceiling, seq)
        SELECT ledger_open.site, f.id, 0, 0, ledger_open.floor, ledger_open.ceiling, 0 FROM fresh f
    )
    INSERT INTO ledger_term (site_id, account_id, number, floor, ceiling, is_open, recorded_at, actor, reason, xact)
    SELECT ledger_open.site, f.id, 1, ledger_open.floor, ledger_open.ceiling, true, clock_timestamp(),
        ledger_open.actor, '', pg_current_xact_id()::text::bigint
    FROM fresh f;
END $$;

-- Change the bounds of an account, or close it. Answers an outcome; a refusal has written nothing.
CREATE OR REPLACE FUNCTION ledger_set_terms(
    site uuid, account uuid, new_floor bigint, new_ceiling bigint, stays_open boolean, moment timestamptz, by_whom uuid,
    why text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    b ledger_balance;
    last integer;
    recorded timestamptz;
BEGIN
    SELECT * INTO b FROM ledger_balance x WHERE x.site_id = site AND x.account_id = account FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'no_account'; END IF;
    SELECT max(t.number) INTO last FROM ledger_term t WHERE t.site_id = site AND t.account_id = account;
    IF (SELECT a.closed_at IS NOT NULL FROM ledger_account a WHERE a.site_id = site AND a.id = account) THEN
        RETURN CASE WHEN stays_open THEN 'closed' ELSE 'replay' END;
    END IF;
    IF NOT stays_open AND (b.posted <> 0 OR b.held <> 0) OR b.posted - b.held < new_floor THEN RETURN 'not_enough'; END IF;
    IF b.posted > new_ceiling THEN RETURN 'above_ceiling'; END IF;
    UPDATE ledger_balance x SET floor = new_floor, ceiling = new_ceiling
    WHERE x.site_id = site AND x.account_id = account;
    recorded := clock_timestamp(); -- of the closing and of its term alike: what is sealed vouches for both
    IF NOT stays_open THEN
        UPDATE ledger_account a SET closed_at = recorded WHERE a.site_id = site AND a.id = account;
    END IF;
    INSERT INTO ledger_term (site_id, account_id, number, floor, ceiling, is_open, recorded_at, actor, reason, xact)
    VALUES (site, account, coalesce(last, 0) + 1, new_floor, new_ceiling, stays_open, recorded, by_whom, why,
        pg_current_xact_id()::text::bigint);
    RETURN 'posted';
END $$;
