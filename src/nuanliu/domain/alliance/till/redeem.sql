-- A courtesy is had, in one round trip: `embedded.py` with the same steps and names. What may be had was decided before, in
-- Python; here is looked at, under the locks, what somebody else may have changed since. The limits come as numbers: the
-- most that may stand in a counter before this one. `made` is the row of the redemption, `done` that of the audit.
--
-- Order of locks, the same for everyone: code, the person's month, the shop's month, stock, the book. A refusal has
-- written nothing; one of the person's month says in `stands` what she has spent.

CREATE OR REPLACE FUNCTION alliance_redeem(
    code uuid, month date, person_most bigint, shop_most bigint, times integer, since date, is_counted boolean,
    leg_ids uuid[], leg_sites uuid[], leg_kinds text[], debits uuid[], credits uuid[], prints bytea[], memo text,
    made jsonb, done jsonb,
    OUT refusal text, OUT stands bigint, OUT outcomes text[]
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
    n CONSTANT integer := cardinality(leg_ids);
    m alliance_redemption := jsonb_populate_record(NULL::alliance_redemption, made);
    used timestamptz;
    spent bigint;
    had bigint;
    taken bigint;
    in_stock bigint;
BEGIN
    stands := 0;
    outcomes := '{}';

    -- lock and look
    SELECT c.used_at INTO used FROM alliance_code c
    WHERE c.site_id = m.home_site AND c.id = code FOR NO KEY UPDATE;
    IF used IS NOT NULL THEN refusal := 'code_used'; RETURN; END IF;

    SELECT p.coins INTO spent FROM alliance_personmonth p
    WHERE p.site_id = m.home_site AND p.person_id = m.person_id AND p.month = month FOR NO KEY UPDATE;
    IF spent IS NULL THEN refusal := 'not_begun'; RETURN; END IF;
    IF spent > person_most THEN refusal := 'above_cap'; stands := spent; RETURN; END IF;

    IF times > 0 THEN
        SELECT count(*) INTO had FROM alliance_redemption r
        WHERE r.site_id = m.site_id AND r.person_id = m.person_id AND r.offer_id = m.offer_id
            AND r.day >= since AND r.undone_at IS NULL;
        IF had >= times THEN refusal := 'too_often'; RETURN; END IF;
    END IF;

    SELECT s.coins INTO taken FROM alliance_shopmonth s
    WHERE s.site_id = m.site_id AND s.shop_id = m.shop_id AND s.month = month FOR NO KEY UPDATE;
    IF taken IS NULL THEN
        INSERT INTO alliance_shopmonth (site_id, shop_id, month, coins) VALUES (m.site_id, m.shop_id, month, 0)
        ON CONFLICT DO NOTHING;
        SELECT s.coins INTO taken FROM alliance_shopmonth s
        WHERE s.site_id = m.site_id AND s.shop_id = m.shop_id AND s.month = month FOR NO KEY UPDATE;
    END IF;
    IF taken > shop_most THEN refusal := 'budget_used'; RETURN; END IF;

    IF is_counted THEN
        SELECT s."left" INTO in_stock FROM alliance_stock s
        WHERE s.site_id = m.site_id AND s.offer_id = m.offer_id FOR NO KEY UPDATE;
        IF in_stock < 1 THEN refusal := 'none_left'; RETURN; END IF;
    END IF;

    -- write
    IF n = 1 THEN
        SELECT ARRAY[p.outcome] INTO outcomes FROM ledger_post_plain(
            leg_ids[1], leg_sites[1], m.id, leg_kinds[1], debits[1], credits[1], m.coins, m.taken_at, m.made_by, m.id,
            m.standard_version, memo, prints[1]) p;
    ELSE
        SELECT p.outcomes INTO outcomes FROM ledger_post(
            leg_ids, leg_sites, array_fill(m.id, ARRAY[n]), leg_kinds, array_fill('post'::text, ARRAY[n]), debits,
            credits, array_fill(m.coins, ARRAY[n]), NULL, NULL, NULL, NULL, array_fill(m.taken_at, ARRAY[n]),
            array_fill(m.made_by, ARRAY[n]), array_fill(m.id, ARRAY[n]), array_fill(m.standard_version, ARRAY[n]),
            array_fill(memo, ARRAY[n]), prints, NULL) p;
    END IF;
    IF NOT outcomes <@ ARRAY['posted', 'replay'] THEN refusal := 'book'; RETURN; END IF;

    UPDATE alliance_code c SET used_at = m.made_at WHERE c.site_id = m.home_site AND c.id = code;
    UPDATE alliance_personmonth p SET coins = spent + m.coins
    WHERE p.site_id = m.home_site AND p.person_id = m.person_id AND p.month = month;
    UPDATE alliance_shopmonth s SET coins = taken + m.coins
    WHERE s.site_id = m.site_id AND s.shop_id = m.shop_id AND s.month = month;
    IF is_counted THEN
        UPDATE alliance_stock s SET "left" = in_stock - 1 WHERE s.site_id = m.site_id AND s.offer_id = m.offer_id;
    END IF;
    INSERT INTO alliance_redemption VALUES (m.*);
    PERFORM audit_record(done);
    refusal := '';
END $$;
