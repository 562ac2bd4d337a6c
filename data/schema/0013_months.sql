-- Problems and their logs by month. Nearly every question is about what is open: that stands together in one partition, whatever its age; what
-- has ended stands with the month of its end. A closing moves the row, a reopening moves it back. Months are those of UTC: they are drawers, and no answer hangs on where one ends.
-- holds others up: every problem and every event is written anew, and nobody reads or writes them meanwhile.
-- stop older programs: rows move between tables, an id is no column that counts, and keys stand in tables of their own.

-- What no partition holds for all of them: whose an id is, that a number is there once in its layer, that a report is written once.
-- Logs and notices refer to it, and whoever acts locks it: a row that moves cannot be waited for.
create table problem_key (
  id bigint primary key,
  layer text not null,
  external_id text not null,
  client_id uuid unique,
  unique (layer, external_id)
);
-- That an act is done once.
create table act_key (
  client_id uuid primary key,
  problem_id bigint not null references problem_key on delete cascade
);
create index act_key_problem on act_key (problem_id);

-- What hangs on the tables, so that all of it hangs on the new ones.
lock table problem, problem_event in access exclusive mode;
create temp table hung (kind text, text text) on commit drop;
insert into hung select 'index', indexdef from pg_indexes
  where tablename in ('problem', 'problem_event') and schemaname = current_schema and indexdef not like 'CREATE UNIQUE%'
    and indexname not in ('problem_open_geog', 'problem_closed_geog', 'problem_open_found', 'problem_open_deadline', 'problem_nearly_due', 'problem_suspended')
  order by indexname;
insert into hung select 'trigger', pg_get_triggerdef(oid) from pg_trigger
  where tgrelid in ('problem'::regclass, 'problem_event'::regclass) and not tgisinternal;
insert into hung select case when confrelid = 'problem'::regclass then 'to' else 'from' end,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname,
      replace(pg_get_constraintdef(oid), 'REFERENCES problem(', 'REFERENCES problem_key('))
  from pg_constraint where contype = 'f' and ('problem'::regclass in (conrelid, confrelid) or conrelid = 'problem_event'::regclass);
insert into hung select 'next id', nextval(pg_get_serial_sequence('problem', 'id'))::text;
do $$
declare
  one record;
begin
  for one in select conrelid::regclass as of, conname from pg_constraint where contype = 'f' and confrelid = 'problem'::regclass loop
    execute format('alter table %s drop constraint %I', one.of, one.conname);
  end loop;
  for one in select indexrelid::regclass as name from pg_index i where indrelid in ('problem'::regclass, 'problem_event'::regclass)
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid) loop
    execute format('drop index %s', one.name);
  end loop;
end $$;
alter table problem alter column id drop identity;
-- No partition can be chosen by a generated column. An update is mended; an insert of what has ended says so, or is refused.
alter table problem alter column is_open drop expression;
alter table problem alter column is_open set default true;
alter table problem add constraint problem_is_open check (is_open = (state not in ('rejected', 'closed')));
alter table problem rename to flat_problem;
alter table problem_event rename to flat_event;

create table problem (like flat_problem including defaults including generated including constraints including storage)
  partition by list (is_open);
create table problem_event (like flat_event including defaults including generated including constraints including storage)
  partition by range (at);
create sequence problem_id_seq owned by problem.id;
alter table problem alter column id set default nextval('problem_id_seq');
select setval('problem_id_seq', (select text::bigint from hung where kind = 'next id'), false);

create table problem_open partition of problem for values in (true);
-- By the month it ended. Of what was not filed nothing says when: the moment it was found stands for it.
create table problem_ended partition of problem for values in (false) partition by range ((greatest(closed_at, found_at)));
-- What no month is made for: nothing is refused for want of one.
create table problem_rest partition of problem_ended default;
create table problem_event_rest partition of problem_event default;

-- Makes a month of problem_ended or problem_event, and puts into it what lies in the rest. False: it is there. For the owner; others ask for the next.
-- Readers wait for the moment in which it is attached; who acts waits as long as rows are moved, if there are any.
create function make_month(parent text, month date) returns boolean language plpgsql as $$
declare
  name text := case parent when 'problem_ended' then 'problem' else parent end;
  made text := format('%s_%s', name, to_char(month, 'YYYY_MM'));
  rest text := name || '_rest';
  key text := case parent when 'problem_ended' then 'greatest(closed_at, found_at)' else 'at' end;
  starts timestamptz := month::timestamp at time zone 'UTC';
  ends timestamptz := (month + interval '1 month') at time zone 'UTC';
  columns text;
  any_there boolean;
  one record;
begin
  if parent not in ('problem_ended', 'problem_event') or month <> date_trunc('month', month) then raise exception 'no month: % %', parent, month; end if;
  execute format('lock table %I in share update exclusive mode', parent);
  if to_regclass(made) is not null then return false; end if;
  execute format('create table %I (like %I including defaults including generated including constraints including storage including indexes)', made, parent);
  execute format('select exists (select from %I where %s >= %L and %2$s < %4$L)', rest, key, starts, ends) into any_there;
  if any_there then
    lock table problem_key in exclusive mode;
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
      where attrelid = parent::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('insert into %I (%s) select %2$s from %I where %s >= %L and %4$s < %6$L', made, columns, rest, key, starts, ends);
    -- The log is append-only; its pages may be bound anew.
    execute format('alter table %I disable trigger user', rest);
    execute format('delete from %I where %s >= %L and %2$s < %4$L', rest, key, starts, ends);
    execute format('alter table %I enable trigger user', rest);
  end if;
  -- All that takes time is done before anybody waits for it.
  for one in select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = parent::regclass and contype = 'f' loop
    execute format('alter table %I add %s', made, one.text);
  end loop;
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, made, starts, ends);
  return true;
end $$;
revoke execute on function make_month(text, date) from public;

-- The clocks of all districts there are; without one, now.
create function all_clocks() returns table (clock timestamptz) language sql stable as $$
  select coalesce(d.frozen_at, d.data_as_of + (now() - d.clock_set_at), now()) from district d
  union select now() where not exists (select from district)
$$;

-- Makes the first month that is wanted and not there: those past of which so many problems, or thrice as many log entries, wait in the rest; and, where
-- there are any, this one and three ahead by every clock. Fewer stay where they are: each drawer is one more for every question to look into. Whoever reads waits no longer than a moment;
-- after that it fails, and is asked for again. Whoever serves a district may ask: it takes nothing, and counts the rows of all. Null: none is wanted.
create function make_next_month(worthwhile int) returns text language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '300ms' as $$
declare
  this record;
begin
  select w.parent, w.month into this from (
    select p.parent, (date_trunc('month', c.clock at time zone 'UTC') + n * interval '1 month')::date as month
      from (values ('problem_ended'), ('problem_event')) p (parent), all_clocks() c, generate_series(0, 3) n
      where exists (select from pg_inherits i join pg_class d on d.oid = i.inhrelid where i.inhparent = p.parent::regclass and d.relname ~ '_\d{4}_\d\d$')
    union all select m.parent, m.month::date from (
        select 'problem_ended' as parent, date_trunc('month', greatest(closed_at, found_at) at time zone 'UTC') as month, count(*) as rows from problem_rest group by 2
        union all select 'problem_event', date_trunc('month', at at time zone 'UTC'), count(*) from problem_event_rest group by 2) m
      where isfinite(m.month) and m.rows >= case m.parent when 'problem_event' then 3 else 1 end * greatest(worthwhile, 1) and m.month <= (select max(c.clock) from all_clocks() c) at time zone 'UTC') w
    where to_regclass(case w.parent when 'problem_ended' then 'problem' else w.parent end || to_char(w.month, '_YYYY_MM')) is null
    order by 1, 2 limit 1;
  if not found then return null; end if;
  perform make_month(this.parent, this.month);
  return this.parent || to_char(this.month, ' YYYY-MM');
end $$;

-- Of all drawers together the database keeps no figures by itself: without them the planner guesses how many rows a join has.
create function look_at_problems() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze problem;
  analyze problem_event;
end $$;

do $$
declare
  one record;
begin
  for one in select date_trunc('month', greatest(closed_at, found_at) at time zone 'UTC')::date as month from flat_problem
      where not is_open group by 1 having count(*) >= 10000 loop
    perform make_month('problem_ended', one.month);
  end loop;
  for one in select date_trunc('month', at at time zone 'UTC')::date as month from flat_event group by 1 having count(*) >= 30000 loop
    perform make_month('problem_event', one.month);
  end loop;
end $$;

do $$
declare
  one record;
  columns text;
begin
  insert into problem_key (id, layer, external_id, client_id) select id, layer, external_id, client_id from flat_problem order by id;
  insert into act_key (client_id, problem_id) select client_id, problem_id from flat_event where client_id is not null;
  for one in select * from (values ('problem', 'flat_problem', 'id'), ('problem_event', 'flat_event', 'problem_id, seq')) v (parent, flat, along) loop
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
      where attrelid = one.flat::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('insert into %I (%s) select %2$s from %I order by %s', one.parent, columns, one.flat, one.along);
  end loop;
end $$;
drop table flat_event, flat_problem;

create index problem_id on problem (id);
-- By seq before at: that is the order of a log, whatever the clocks of those who acted said.
alter table problem_event add primary key (problem_id, seq, at);
-- Of what is open alone: where nothing else is, an index of all serves as well as one of the open did.
create index problem_nearly_due on problem_open (nearly_due_at) where is_open;
create index problem_suspended on problem_open (suspended_until) where state = 'suspended';
create index problem_open_deadline on problem_open (deadline_at) include (id, state, is_open, nearly_due_at, unit_id, person_id, category, source, site_id,
  found_at, zone1_id, zone2_id, zone3_id, found_zone1_id, found_zone2_id, found_zone3_id, late, exempt, rework_count, returns) where is_open;
do $$
declare
  one record;
begin
  for one in select text from hung where kind in ('index', 'trigger', 'from', 'to') order by kind loop
    execute one.text;
  end loop;
end $$;

create function say_open() returns trigger language plpgsql as $$
begin
  new.is_open := not new.is_open;
  return new;
end $$;
create trigger problem_open_said before update of state on problem for each row
  when (new.is_open <> (new.state not in ('rejected', 'closed'))) execute function say_open();

-- A key comes and goes with its problem; that a row moves to another drawer is neither.
create function key_problems() returns trigger language plpgsql as $$
begin
  insert into problem_key (id, layer, external_id, client_id) select id, layer, external_id, client_id from added;
  return null;
end $$;
create function unkey_problems() returns trigger language plpgsql as $$
begin
  delete from problem_key k using removed r where k.id = r.id;
  return null;
end $$;
create trigger problem_keyed after insert on problem referencing new table as added for each statement execute function key_problems();
create trigger problem_unkeyed after delete on problem referencing old table as removed for each statement execute function unkey_problems();
create function key_acts() returns trigger language plpgsql as $$
begin
  insert into act_key (client_id, problem_id) select client_id, problem_id from added where client_id is not null;
  return null;
end $$;
create trigger problem_event_keyed after insert on problem_event referencing new table as added for each statement execute function key_acts();

-- A row that moves comes as one that is new: what it was found in stays.
create or replace function set_found_zones() returns trigger language plpgsql as $$
declare
  day date;
begin
  if exists (select from problem_key where id = new.id) then return new; end if;
  if zones_kept() then
    day := (new.found_at at time zone coalesce((select time_zone from district), 'Asia/Shanghai'))::date;
    new.found_zone1_id := zone_at(new.geom, 1, day);
    new.found_zone2_id := zone_at(new.geom, 2, day);
    new.found_zone3_id := zone_at(new.geom, 3, day);
  else
    new.found_zone1_id := new.zone1_id;
    new.found_zone2_id := new.zone2_id;
    new.found_zone3_id := new.zone3_id;
  end if;
  return new;
end $$;

create or replace function refuse_log_removal() returns trigger language plpgsql as $$
begin
  if exists (select from problem_key where id = old.problem_id) then
    raise exception 'problem_event is append-only: % refused', tg_op using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
analyze problem_key;
analyze problem;
analyze problem_event;
