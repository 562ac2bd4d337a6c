-- For a million problems: what is open is summed up without reading the rows themselves, and the past without reading every log.

-- What is open, as sums have it (by status, unit, category, zone, day, type of site …): 21,000 open among a million lie on as many pages.
-- In the place of the one by deadline alone. No update is dearer for its columns: with each of them another index changes already.
drop index problem_open_deadline;
create index problem_open_deadline on problem (deadline_at) include (id, state, is_open, nearly_due_at, unit_id, person_id, category, source, site_id,
  found_at, zone1_id, zone2_id, zone3_id, found_zone1_id, found_zone2_id, found_zone3_id, late, exempt, rework_count, returns) where is_open;

-- A person's problems, closed ones too: it served for open ones only.
drop index problem_person;
create index problem_person on problem (person_id) where person_id is not null;

-- Who was touched since a moment: the filter's `at`, the headline's yesterday and last week, a document's figures as of then.
create index problem_event_at on problem_event (at, problem_id);

-- What was closed, as the rates of a month have it: asked by every wall with every change. In the place of the one by the moment alone.
drop index problem_closed;
create index problem_closed on problem (closed_at) include (id, state, is_open, found_at, deadline_at, nearly_due_at, late, exempt, rework_count, returns)
  where closed_at is not null;
