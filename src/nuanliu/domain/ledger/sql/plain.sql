-- The shape of a gift or a courtesy: one request that posts, without hold, reversal or named lot. It is what ledger_post
-- does with it, without arrays; anything more (an unknown account, one without room) goes there.

CREATE OR REPLACE FUNCTION ledger_post_plain(
    id uuid, site uuid, "group" uuid, kind text, debit uuid, credit uuid, amount bigint, occurred timestamptz,
    actor uuid, subject uuid, standard uuid, memo text, fingerprint bytea,
    OUT outcome text, OUT stands bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
    plain integer := 0;
    giver record;
    taker record;
    r record;
    known record;
    recorded timestamptz;
BEGIN
    -- lock
    FOR r IN
        SELECT b.account_id, b.posted, b.held, b.floor, b.ceiling, b.seq, a.unit, a.kind,
            a.closed_at IS NOT NULL AS is_closed, ledger_has_lots(a.kind, a.unit) AS has_lots
        FROM ledger_balance b JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id
        WHERE b.site_id = site AND b.account_id = ANY (ARRAY[debit, credit])
        ORDER BY b.account_id FOR NO KEY UPDATE OF b
    LOOP
        IF r.account_id = debit THEN giver := r; ELSE taker := r; END IF;
        -- a row with no room is perhaps of an account that was closed while this call waited
        IF r.ceiling IS DISTINCT FROM 0 THEN plain := plain + 1; END IF;
    END LOOP;
    IF plain < 2 THEN
        SELECT p.outcomes[1], p.stands[1] INTO outcome, stands FROM ledger_post(
            ARRAY[id], ARRAY[site], ARRAY["group"], ARRAY[kind], ARRAY['post'], ARRAY[debit], ARRAY[credit],
            ARRAY[amount], NULL, NULL, NULL, NULL, ARRAY[occurred], ARRAY[actor], ARRAY[subject], ARRAY[standard],
            ARRAY[memo], ARRAY[fingerprint], NULL) p;
        RETURN;
    END IF;
    SELECT t.fingerprint, t.amount INTO known FROM ledger_transfer t WHERE t.site_id = site AND t.id = id;
    recorded := clock_timestamp();

    -- decide
    outcome := CASE
        WHEN known.fingerprint = fingerprint THEN 'replay'
        WHEN known.fingerprint IS NOT NULL THEN 'key_reused'
        WHEN giver.unit <> taker.unit THEN 'wrong_unit'
        WHEN giver.is_closed OR taker.is_closed THEN 'closed'
        WHEN NOT ledger_allows(kind, giver.kind, taker.kind, giver.unit) THEN 'kind_not_allowed'
        WHEN giver.posted - giver.held - amount < giver.floor THEN 'not_enough'
        WHEN taker.posted + amount > taker.ceiling THEN 'above_ceiling'
        ELSE 'posted'
    END;
    stands := CASE outcome WHEN 'posted' THEN amount WHEN 'replay' THEN known.amount ELSE 0 END;
    IF outcome <> 'posted' THEN RETURN; END IF;

    -- write
    UPDATE ledger_balance b
    SET posted = b.posted + CASE b.account_id WHEN debit THEN -amount ELSE amount END, seq = b.seq + 1
    WHERE b.site_id = site AND b.account_id = ANY (ARRAY[debit, credit]);
    INSERT INTO ledger_transfer (site_id, id, "group", kind, phase, unit, debit, credit, amount, occurred_at,
        recorded_at, actor, subject, standard_version, memo, fingerprint, xact)
    VALUES (site, id, "group", kind, 'post', giver.unit, debit, credit, amount, occurred,
        recorded, actor, subject, standard, memo, fingerprint, pg_current_xact_id()::text::bigint);
    INSERT INTO ledger_entry (site_id, account_id, seq, transfer_id, amount, balance, recorded_at)
    VALUES (site, debit, giver.seq + 1, id, -amount, giver.posted - amount, recorded),
        (site, credit, taker.seq + 1, id, amount, taker.posted + amount, recorded);
    IF giver.has_lots OR taker.has_lots THEN
        PERFORM ledger_move_lots(
            site, id, 'post', debit, credit, giver.has_lots, taker.has_lots, amount, NULL, NULL, NULL);
    END IF;
END $$;
