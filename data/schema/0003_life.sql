-- The life of a problem: who acts, who is responsible, until when, and what was done by whom.

-- People. Without an account a person is named in logs and dispatches, and cannot sign in.
create table person (
  id bigint generated always as identity primary key,
  layer text not null default 'app',
  external_id text not null,
  name text not null check (name <> ''),
  account text unique check (account = lower(account)),
  phone text,
  roles text[] not null default '{}'
    check (roles <@ array['leader', 'planner', 'dispatcher', 'handler', 'inspector', 'auditor', 'administrator', 'security']),
  -- A handler's unit (and those under it).
  unit_id bigint references unit,
  -- The area of a dispatcher or an inspector; null = the whole district.
  zone_id bigint references zone,
  joined_on date,
  -- From this day on the person has left: no sign-in, no new dispatches.
  left_on date,
  password_hash text,
  password_set_at timestamptz,
  version int not null default 1,
  search text not null default '',
  unique (layer, external_id)
);
create index person_unit on person (unit_id) where unit_id is not null;

-- A screen with its own revocable token; only the token's SHA-256 is kept.
create table device (
  id bigint generated always as identity primary key,
  name text not null,
  token_hash bytea not null unique,
  made_by bigint references person on delete set null,
  made_at timestamptz not null default now(),
  seen_at timestamptz,
  revoked_at timestamptz
);

-- Who is signed in: opaque, revocable; only the cookie's SHA-256 is kept. Times are of the machine, not of the district's clock.
create table session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  person_id bigint references person on delete cascade,
  device_id bigint references device on delete cascade,
  made_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  address text,
  agent text,
  check ((person_id is null) <> (device_id is null))
);
create index session_person on session (person_id);

-- One-time links: the first administrator's set-up (no person yet), an invitation, a forgotten password.
create table set_up_link (
  token_hash bytea primary key,
  person_id bigint references person on delete cascade,
  made_by bigint references person on delete set null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sign_in_try (
  id bigint generated always as identity primary key,
  account text not null,
  address text not null,
  at timestamptz not null default now()
);
create index sign_in_try_account on sign_in_try (account, at);
create index sign_in_try_address on sign_in_try (address, at);

-- One row: what the office's rules ask of passwords and sessions. Composition and age are off (ASVS 5) until an office needs them (等保).
create table sign_in_policy (
  "only" boolean primary key default true check ("only"),
  least_length int not null default 10 check (least_length between 8 and 64),
  mixed boolean not null default false,
  longest_days int check (longest_days between 1 and 3650),
  session_h int not null default 12 check (session_h between 1 and 720),
  idle_min int not null default 120 check (idle_min between 5 and 43200),
  tries int not null default 5 check (tries between 3 and 100),
  lock_min int not null default 15 check (lock_min between 1 and 1440),
  -- Nobody holds auditor together with administrator or security (三员分立).
  duties_separate boolean not null default true,
  undo_min int not null default 10 check (undo_min between 0 and 1440)
);
insert into sign_in_policy default values;

-- Append-only: sign-ins, refusals, acts, exports, reveals, changes of settings. Times are of the machine.
-- Its ids refer to nothing: it outlives what it speaks of, and ids are never given twice.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null check (kind in ('sign_in', 'sign_in_failed', 'sign_out', 'set_up', 'refusal', 'act', 'export', 'reveal', 'change')),
  person_id bigint,
  device_id bigint,
  -- As it was then: a person may be renamed.
  who text,
  address text,
  -- What was asked: method and path, without its query.
  route text,
  problem_id bigint,
  detail jsonb not null default '{}'
);
create index audit_entry_at on audit_entry (at desc, id desc);
create index audit_entry_kind on audit_entry (kind, at desc);
create index audit_entry_person on audit_entry (person_id, at desc);
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_entry is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();

-- Units, categories and zones come and go by date: a problem keeps what was in force on its day.
alter table unit add column contact_id bigint references person on delete set null;
alter table unit add column dissolved_on date;
alter table unit add column successor_id bigint references unit;
alter table category add column retired_on date;
alter table zone add column valid_from date;
alter table zone add column valid_to date;

-- Time limits with effective dates; the latest that is not after the day holds. No value: no limit from then on.
create table time_limit (
  category text not null references category on delete cascade,
  valid_from date not null,
  limit_value float8 check (limit_value > 0 and limit_value <= 10000),
  limit_unit text check (limit_unit in ('eh', 'h', 'd', 'nd')),
  primary key (category, valid_from),
  check ((limit_value is null) = (limit_unit is null))
);
insert into time_limit select code, date '0001-01-01', limit_value, limit_unit from category where limit_value is not null and limit_unit is not null;
alter table category drop column limit_value;
alter table category drop column limit_unit;
create function limit_of(code text, day date) returns time_limit language sql stable
  return (select t from time_limit t where t.category = code and t.valid_from <= day order by t.valid_from desc limit 1);

-- The working calendar is data: hours and weekdays by effective date, days that differ, and how far each year can be relied on.
create table work_hours (
  valid_from date primary key,
  -- Minutes of the day, from and to, in order: {480,720,840,1080} = 08:00-12:00 and 14:00-18:00.
  spans int[] not null,
  -- ISO weekdays worked, 1 = Monday.
  weekdays int[] not null
);
create table calendar_day (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null default ''
);
create table calendar_year (
  year int primary key,
  official boolean not null,
  source text not null default ''
);

-- Who answers for a category by trade (条), narrowed by site type or not, and who leads where it meets the area (块).
create table trade_duty (
  id bigint generated always as identity primary key,
  layer text not null default 'app',
  -- A minor code, a major one, or '*' for all.
  category text not null,
  site_type text,
  -- Null: the area alone answers.
  unit_id bigint references unit,
  lead text not null default 'area' check (lead in ('area', 'trade')),
  valid_from date not null default '0001-01-01',
  -- The first day on which it holds no more.
  valid_to date
);
create index trade_duty_category on trade_duty (category);

create table note_template (
  id bigint generated always as identity primary key,
  act text not null,
  text_zh text not null,
  text_en text not null,
  retired boolean not null default false
);

-- Numbers of problems reported here, by day of the district's calendar.
create table problem_number (day date primary key, next int not null);

alter table problem add column person_id bigint references person;
alter table problem add column coop_unit_id bigint references unit;
alter table problem add column area_unit_id bigint references unit;
alter table problem add column trade_unit_id bigint references unit;
alter table problem add column lead text check (lead in ('area', 'trade'));
alter table problem add column limit_value float8;
alter table problem add column limit_unit text check (limit_unit in ('eh', 'h', 'd', 'nd'));
alter table problem add column suspended_at timestamptz;
alter table problem add column suspended_until timestamptz;
alter table problem add column extensions int not null default 0;
alter table problem add column suspensions int not null default 0;
alter table problem add column returns int not null default 0;
alter table problem add column presses int not null default 0;
-- The last hand-back came after the deadline; null = never handed back, or no deadline.
alter table problem add column late boolean;
alter table problem add column appeal text not null default 'none' check (appeal in ('none', 'pending', 'upheld', 'dismissed'));
alter table problem add column exempt boolean not null generated always as (appeal = 'upheld') stored;
alter table problem add column reporter_id bigint references person;
-- Somebody from outside who told of it: shown masked, revealed one at a time and audited.
alter table problem add column reporter_name text;
alter table problem add column reporter_phone text;
alter table problem add column no_photo text;
create index problem_person on problem (person_id) where person_id is not null and is_open;
create index problem_reporter on problem (reporter_id) where reporter_id is not null;
create index problem_suspended on problem (suspended_until) where state = 'suspended';

-- An event carries all that its act said, so that the log alone rebuilds the row.
-- Its people are not foreign keys: nobody is removed while a log stands, and an import would look each of them up again.
alter table problem_event add column actor_id bigint;
alter table problem_event add column person_after text;
alter table problem_event add column person_id_after bigint;
alter table problem_event add column until_after timestamptz;
-- Where it was done, if the actor's device said so.
alter table problem_event add column geom geometry(Point, 4326);
-- The rest of what was said: see server/life/facts.ts.
alter table problem_event add column facts jsonb not null default '{}';
alter table problem_event disable trigger problem_event_append_only;
update problem_event e set person_after = p.person from problem p
where p.id = e.problem_id and p.person is not null and e.unit_after is not distinct from p.unit_id;
alter table problem_event enable trigger problem_event_append_only;
-- What the logs there are say of the new columns.
update problem p set extensions = l.extensions, suspensions = l.suspensions, returns = l.returns,
  suspended_at = case when p.state = 'suspended' then l.suspended_at end,
  late = case when l.handed then l.late when p.state = 'closed' then p.closed_at > p.deadline_at end
from (select problem_id, count(*) filter (where act = 'extend') as extensions, count(*) filter (where act = 'suspend') as suspensions,
    count(*) filter (where act = 'return') as returns, max(at) filter (where act = 'suspend') as suspended_at, bool_or(act = 'hand_back') as handed,
    (array_agg(at > deadline_after order by seq desc) filter (where act = 'hand_back'))[1] as late
  from problem_event group by problem_id) l
where l.problem_id = p.id;
create function refuse_log_removal() returns trigger language plpgsql as $$
begin
  if exists (select from problem where id = old.problem_id) then
    raise exception 'problem_event is append-only: % refused', tg_op using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger problem_event_no_removal before delete on problem_event
  for each row execute function refuse_log_removal();

insert into layer_revision values ('calendar', 1);
