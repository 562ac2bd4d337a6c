-- Months long past, taken out of the tables that every question of today looks into. What is archived is read as ever, by the views of the past; whoever
-- acts on it brings it back first. Nothing is archived unless somebody says after how many months (ARCHIVE_AFTER_MONTHS).
-- A column or a rule that `problem` or `problem_event` gets, the archive gets too, and the views are made anew.

create table archived_problem (like problem including defaults including generated including constraints including storage including indexes)
  partition by list (is_open);
-- As in `problem`: who asks for what is open does not look here.
create table archived_problem_ended partition of archived_problem for values in (false) partition by range ((greatest(closed_at, found_at)));
create table archived_problem_event (like problem_event including defaults including generated including constraints including storage including indexes)
  partition by range (at);
-- What comes with no month of its own, as a backup's rows of a month that is archived here later.
create table archived_problem_rest partition of archived_problem_ended default;
create table archived_problem_event_rest partition of archived_problem_event default;
do $$
declare
  one record;
begin
  for one in select 'archived_' || conrelid::regclass as name, pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid in ('problem'::regclass, 'problem_event'::regclass) and contype = 'f' loop
    execute format('alter table %I add %s', one.name, one.text);
  end loop;
end $$;
select hold_by_district('archived_problem', true), hold_by_district('archived_problem_event', true);

create trigger archived_event_append_only before update on archived_problem_event for each row execute function refuse_change();
create trigger archived_event_no_removal before delete on archived_problem_event for each row execute function refuse_log_removal();
-- A key goes with its problem; that it is brought back is no going.
create function unkey_archived() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('chuangtu.brings_back', true), '') <> 'on' then delete from problem_key k using removed r where k.id = r.id; end if;
  return null;
end $$;
create trigger archived_problem_unkeyed after delete on archived_problem referencing old table as removed for each statement execute function unkey_archived();

-- All there is, today's and the archive's, with the eyes of who asks. By `xmin` it is known whether a row is another by now.
create view problem_past with (security_invoker = true) as select *, xmin from problem union all select *, xmin from archived_problem;
create view problem_event_past with (security_invoker = true) as select * from problem_event union all select * from archived_problem_event;

-- What ended or happened before `edge` may be in the archive; null: nothing is. It is told a while before it comes true: by then no program asks the
-- tables of today alone for it any more.
create table archive_head (
  "only" boolean primary key default true check ("only"),
  edge timestamptz,
  told_at timestamptz
);
insert into archive_head default values;
-- Of the whole database, as drawers are. A role reads it, and no policy lets it write.
alter table archive_head enable row level security;
create policy held on archive_head for select using (true);

-- Does the next step of bringing all months into the archive that ended so long ago by the clock of every district, and says which; null: nothing can be
-- done now. A step waits no longer than a moment for readers and fails then, to be asked for again. What a month's rows are is looked through while
-- everybody reads and writes, so that to change places takes no time.
create function archive_next(after_months int) returns text language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '300ms' as $$
declare
  target timestamptz := (date_trunc('month', (select min(c.clock) from all_clocks() c) at time zone 'UTC') - after_months * interval '1 month') at time zone 'UTC';
  head archive_head;
  this record;
  starts timestamptz;
  ends timestamptz;
  key text;
  rest text;
  columns text;
begin
  if after_months < 13 then raise exception 'months younger than 13 are not archived: %', after_months; end if;
  -- A past that moves as a whole (import/roll.ts) is not put into drawers of months.
  if exists (select from district where made_up and frozen_at is null) then return null; end if;
  select * into head from archive_head for update skip locked;
  if not found then return null; end if;
  select c.oid, c.relname as name, p.relname as parent, to_date(right(c.relname, 7), 'YYYY_MM') as month,
      (select k.convalidated from pg_constraint k where k.conrelid = c.oid and k.conname = 'its_month') as looked_through into this
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.oid in ('problem_ended'::regclass, 'problem_event'::regclass) and c.relname ~ '_\d{4}_\d\d$'
      and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= target
    order by month, name limit 1;
  if not found then return null; end if;
  if head.edge is null or head.edge < target then
    update archive_head set edge = target, told_at = now();
    return 'told';
  end if;
  if head.told_at > now() - interval '1 hour' then return null; end if;
  starts := this.month::timestamp at time zone 'UTC';
  ends := (this.month + interval '1 month') at time zone 'UTC';
  key := case this.parent when 'problem_ended' then 'greatest(closed_at, found_at)' else 'at' end;
  if this.looked_through is null then
    execute format('alter table %I add constraint its_month check (%s (%s) is not null and %3$s >= %4$L and %3$s < %5$L) not valid', this.name,
      case this.parent when 'problem_ended' then 'is_open = false and' else '' end, key, starts, ends);
    return 'set apart ' || this.name;
  end if;
  if not this.looked_through then
    execute format('alter table %I validate constraint its_month', this.name);
    return 'looked through ' || this.name;
  end if;
  execute format('alter table %I detach partition %I', this.parent, this.name);
  rest := case this.parent when 'problem_ended' then 'archived_problem_rest' else 'archived_problem_event_rest' end;
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
    where attrelid = rest::regclass and attnum > 0 and not attisdropped and attgenerated = '';
  perform set_config('chuangtu.rewrites', 'on', true);
  execute format('with moved as (delete from %I where %s >= %L and %2$s < %4$L returning *) insert into %I (%s) select %6$s from moved',
    rest, key, starts, ends, this.name, columns);
  perform set_config('chuangtu.rewrites', '', true);
  execute format('alter table archived_%I attach partition %I for values from (%L) to (%L)', this.parent, this.name, starts, ends);
  execute format('alter table %I drop constraint its_month', this.name);
  return 'archived ' || this.name;
end $$;

create function look_at_archive() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze archived_problem;
  analyze archived_problem_event;
end $$;

-- Problems of the archive that somebody is about to change come back to where all others are; their logs need not, for a log only grows.
-- With the rights of who asks: what is another district's stays where it is.
create function bring_back(ids bigint[]) returns void language plpgsql as $$
declare
  rewrites text := coalesce(current_setting('chuangtu.rewrites', true), '');
  columns text := (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = 'problem'::regclass and attnum > 0 and not attisdropped and attgenerated = '');
begin
  if not exists (select from archived_problem where id = any(ids)) then return; end if;
  perform set_config('chuangtu.rewrites', 'on', true), set_config('chuangtu.brings_back', 'on', true);
  execute format('with back as (delete from archived_problem where id = any($1) returning *) insert into problem (%s) select %1$s from back', columns) using ids;
  perform set_config('chuangtu.rewrites', rewrites, true), set_config('chuangtu.brings_back', '', true);
end $$;
analyze archived_problem;
analyze archived_problem_event;
