-- Small functions that several relations share. They live in the cursor that computes or beside what it makes, never in the
-- file. Those that come from the vocabulary (`reaches`, `evidence_level`, …) are written by `cx/sql/groundwork.py`.

-- The state of a fulfilment between 0 and 1 (method 2.1); the tolerance keeps 0.9 * 0.7 + 0.4 * 0.3 at 0.75.
CREATE MACRO class_of(f, adequate, target) AS
    CASE WHEN f IS NULL THEN NULL
         WHEN reaches(f, target) THEN 'met'
         WHEN reaches(f, adequate) THEN 'partial'
         ELSE 'missed' END;

-- Evidence older than so many months on the reference date is stale; undated evidence is not (method 2.2, 4.1).
CREATE MACRO is_stale(dated, reference, months) AS
    coalesce(dated + to_months(months) < reference, false);

-- Whether a rating was given before its round began and carried over into it: it says nothing new there (method 2.2 (1), 8.4).
CREATE MACRO carried_over(note, rated_on, opened_on) AS is_carried(note) AND coalesce(rated_on < opened_on, true);

-- Pain: exposure of intensity b under net relief nu, and the fulfilment it leaves (method 2.3).
CREATE MACRO net_relief(best, worst) AS
    greatest(-1.0, least(1.0, greatest(0.0, best) + least(0.0, worst)));
CREATE MACRO spared(exposure) AS CASE WHEN exposure >= 1.0 THEN 0.0 ELSE 1.0 - exposure END;  -- least() skips NULL

-- What a stage would be under one rating alone, on the common scale (method 2.3, 2.6).
CREATE MACRO fulfilment_of(kind, intensity, score) AS CASE WHEN kind = 'pain' THEN spared(intensity * (1 - score)) ELSE score END;

-- Wilson 95% interval of k out of n, without continuity correction (method 4.4).
CREATE MACRO wilson_centre(k, n) AS (k + 1.959964 ^ 2 / 2) / (n + 1.959964 ^ 2);
CREATE MACRO wilson_half(k, n) AS
    1.959964 / (n + 1.959964 ^ 2) * sqrt(greatest(0.0, k * (n - k) / n) + 1.959964 ^ 2 / 4);
CREATE MACRO wilson_low(k, n) AS
    CASE WHEN n > 0 THEN CASE WHEN k <= 0 THEN 0.0 ELSE greatest(0.0, wilson_centre(k, n) - wilson_half(k, n)) END END;
CREATE MACRO wilson_high(k, n) AS
    CASE WHEN n > 0 THEN CASE WHEN k >= n THEN 1.0 ELSE least(1.0, wilson_centre(k, n) + wilson_half(k, n)) END END;

-- Newcombe's 95% interval of the difference of two shares, from their Wilson intervals (method 8.4).
CREATE MACRO newcombe_low(p0, high0, p1, low1) AS p1 - p0 - sqrt((p1 - low1) ^ 2 + (high0 - p0) ^ 2);
CREATE MACRO newcombe_high(p0, low0, p1, high1) AS p1 - p0 + sqrt((high1 - p1) ^ 2 + (p0 - low0) ^ 2);

-- Whether a true difference of two shares would be seen four times in five, and how many answers each round takes for that: 80% power of a
-- test at 5%, z = 0.841621 (method 8.4).
CREATE MACRO seen(p0, n0, p1, n1) AS
    abs(p1 - p0) >= 1.959964 * sqrt((n0 * p0 + n1 * p1) / (n0 + n1) * (1 - (n0 * p0 + n1 * p1) / (n0 + n1)) * (1 / n0 + 1 / n1))
        + 0.841621 * sqrt(p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1);
CREATE MACRO planned_n(p0, p1) AS
    ceil(((1.959964 * sqrt((p0 + p1) * (1 - (p0 + p1) / 2)) + 0.841621 * sqrt(p0 * (1 - p0) + p1 * (1 - p1))) / abs(p1 - p0)) ^ 2)::BIGINT;

-- 95% interval of what was asked: Wilson for a share of people (k of n), Student's t for a mean, between 0 and 1 (method 4.4).
CREATE MACRO interval_low(k, n, mean, spread, quantile) AS
    CASE WHEN k IS NOT NULL THEN wilson_low(k, n)
         WHEN quantile * spread IS NOT NULL THEN greatest(0.0, mean - quantile * spread / sqrt(n)) END;
CREATE MACRO interval_high(k, n, mean, spread, quantile) AS
    CASE WHEN k IS NOT NULL THEN wilson_high(k, n)
         WHEN quantile * spread IS NOT NULL THEN least(1.0, mean + quantile * spread / sqrt(n)) END;

-- P(theta >= cut) for theta ~ Beta(1 + k, 1 + n - k), k and n whole numbers (method 2.7). It equals
-- P(X <= k) for X ~ Binomial(n + 1, cut): a finite sum. Terms further than 12 standard deviations
-- from the mean are below 1e-30 and are skipped, so that the cost grows with the root of n only.
CREATE MACRO chance_at_least(k, n, cut) AS
    CASE WHEN k IS NULL OR n IS NULL THEN NULL
         WHEN cut >= 1.0 THEN 0.0
         ELSE least(1.0, coalesce(list_sum(list_transform(
             range(greatest(0, floor((n + 1) * cut - 12 * sqrt((n + 1) * cut * (1 - cut))) - 1)::BIGINT,
                   least(k, ceil((n + 1) * cut + 12 * sqrt((n + 1) * cut * (1 - cut))) + 1)::BIGINT + 1),
             lambda j: exp(lgamma(n + 2.0) - lgamma(j + 1.0) - lgamma(n + 2.0 - j)
                           + j * ln(cut) + (n + 1 - j) * ln(1 - cut)))), 0.0)) END;

-- The state that both bounds of a fulfilment agree on, the lower one first; not assessed where they do not (method 2.1).
CREATE MACRO settled_state(lower, upper, adequate, target) AS
    CASE WHEN reaches(lower, target) THEN 'met'
         WHEN below(upper, adequate) THEN 'missed'
         WHEN reaches(lower, adequate) AND below(upper, target) THEN 'partial'
         ELSE 'not_assessed' END;

-- The state of a need at a stage: what its bounds agree on, or that nothing live serves it and nobody has rated
-- the whole (method 2.1, 2.2 (5)).
CREATE MACRO state_of(live_links, direct, known, lower, upper, adequate, target) AS
    CASE WHEN live_links > 0 OR direct THEN settled_state(lower, upper, adequate, target)
         WHEN reaches(known, target) THEN 'met' ELSE 'no_touchpoint' END;

-- Not assessed, and yet below target whatever is found out (method 2.1 "Flags").
CREATE MACRO cannot_be_met(state, upper, target) AS state = 'not_assessed' AND below(upper, target);

-- How strongly small samples are pulled towards the pooled share: by moments, within 2 and 50 (method 4.6).
CREATE MACRO pull_of(mu, s2, noise) AS
    CASE WHEN s2 - noise <= 0 THEN 50.0 ELSE greatest(2.0, least(50.0, (mu * (1 - mu) - s2) / (s2 - noise))) END;

-- How far a fulfilment stays below its target, as a share of the target (method 3.1).
CREATE MACRO short_by(fulfilment, target) AS greatest(0.0, target - fulfilment) / target;

-- Importance-performance quadrant (method 3.4); a mandatory need always counts as important.
CREATE MACRO quadrant_of(importance, fulfilment, important_from, good_from, kind) AS
    CASE WHEN kind = 'mandatory' OR reaches(importance, important_from)
         THEN CASE WHEN reaches(fulfilment, good_from) THEN 'keep up' ELSE 'concentrate' END
         ELSE CASE WHEN reaches(fulfilment, good_from) THEN 'overkill' ELSE 'low priority' END END;

-- Opportunity score from importance and satisfaction between 0 and 10 (method 3.4).
CREATE MACRO opportunity_of(i, s) AS i + greatest(i - s, 0.0);

-- Weight of a persona: its shares of size and of value, mixed by lambda; size alone where value is not known (method 3.2).
CREATE MACRO persona_weight_of(size_share, value_share, size_weight) AS
    CASE WHEN value_share IS NULL THEN size_share ELSE size_weight * size_share + (1 - size_weight) * value_share END;

-- A text in small letters with a mark before and after each word of any alphabet, and its words. Where a marked text
-- contains another, it has all words of it in their order, and none of them is a part of a longer one (method 2.9).
CREATE MACRO words_marked(text) AS
    regexp_replace(lower(text), '[\pL\pN]+', chr(1) || '\0' || chr(1), 'g');
CREATE MACRO words_of(marked) AS regexp_extract_all(marked, '[\pL\pN]+');

-- Who an interview was with: the same pseudonym in a segment is one person, and without one each interview is of another (method 4.3).
-- Ids may hold any character but a control.
CREATE MACRO person_of(segment_id, participant, interview_id) AS
    segment_id || chr(31) || coalesce(lower(trim(participant)), chr(31) || interview_id);

-- What a need, or a need at a stage, is measured against otherwise in two rounds (words as in `YARDSTICK`): `was` and `is_now` are its whole
-- rows, one of them empty where it stands in one round only; `further` are words that only one of the two levels knows (method 8.1).
CREATE MACRO defined_otherwise(was, is_now, further) AS
    CASE WHEN was.need_id IS NULL THEN ['new'] WHEN is_now.need_id IS NULL THEN ['gone']
         ELSE list_filter([
             CASE WHEN was.persona_id <> is_now.persona_id THEN 'persona' END,
             CASE WHEN was.statement <> is_now.statement THEN 'statement' END,
             CASE WHEN was.kind <> is_now.kind THEN 'kind' END,
             CASE WHEN coalesce(was.met_when, '') <> coalesce(is_now.met_when, '') THEN 'met_when' END,
             CASE WHEN above(abs(was.target - is_now.target), 0) THEN 'target' END,
             CASE WHEN above(abs(was.adequate - is_now.adequate), 0) THEN 'adequate' END] || further, lambda word: word IS NOT NULL) END;

-- The class of a transition: whatever the states say (`by_states`), what is not measured alike in both rounds is re-scoped (method 8.1, 8.2).
CREATE MACRO transition_of(differs, by_states) AS CASE WHEN differs <> [] THEN 're-scoped' ELSE by_states END;
