-- Zone plans: a district cut into zones as a partition, drawn, proven, published, and in force from a day on.

create table zone_plan (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  status text not null default 'draft' check (status in ('draft', 'review', 'published', 'archived')),
  -- What it was made of; null: the zones in force then, or a file.
  from_id bigint references zone_plan on delete set null,
  -- The partition's text (server/contract/partition/text.ts) and its sum.
  partition text not null,
  sum text not null,
  version int not null default 1,
  -- What one of each counts for; {} = as usual.
  weights jsonb not null default '{}',
  note text,
  -- What an import mended, as it was told.
  mended jsonb not null default '[]',
  made_by bigint references person,
  made_at timestamptz not null default now(),
  changed_by bigint references person,
  changed_at timestamptz not null default now(),
  -- Of a published one.
  effective_from date,
  approver_id bigint references person,
  sign_offs jsonb not null default '[]',
  published_by bigint references person,
  published_at timestamptz,
  -- When the turn brought it into force, by the machine's clock.
  in_force_at timestamptz,
  -- Ids that its new zones got then: {"-1": 812}.
  new_ids jsonb not null default '{}',
  check (status in ('draft', 'review') or published_at is not null),
  check (published_at is null or effective_from is not null)
);

-- What was done to a draft, in order, each with what takes it back.
create table zone_plan_step (
  plan_id bigint not null references zone_plan on delete cascade,
  seq int not null,
  -- The plan's version that it made.
  version int not null,
  step jsonb not null,
  back jsonb not null,
  by_id bigint references person,
  at timestamptz not null default now(),
  primary key (plan_id, seq)
);

-- What is published stays as it is, by whatever route.
create function refuse_plan_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status in ('draft', 'review') then return old; end if;
  elsif old.published_at is null then
    return new;
  elsif (new.partition, new.sum, new.name, new.effective_from, new.approver_id, new.sign_offs, new.published_by, new.published_at, new.version, new.weights,
      new.note, new.mended, new.made_by, new.made_at)
    is not distinct from (old.partition, old.sum, old.name, old.effective_from, old.approver_id, old.sign_offs, old.published_by, old.published_at, old.version, old.weights,
      old.note, old.mended, old.made_by, old.made_at)
    and new.status in (old.status, 'archived')
    and (old.in_force_at is null or (new.in_force_at, new.new_ids) is not distinct from (old.in_force_at, old.new_ids)) then
    return new;
  end if;
  raise exception 'zone_plan % is published: % refused', old.id, tg_op using errcode = 'restrict_violation';
end $$;
create trigger zone_plan_immutable before update or delete on zone_plan for each row execute function refuse_plan_change();

insert into layer_revision values ('plans', (select revision from change_head));

-- The steps that made a published plan are as fixed as the plan.
create function refuse_plan_step_change() returns trigger language plpgsql as $$
begin
  if exists (select from zone_plan p where p.id = case tg_op when 'DELETE' then old.plan_id else new.plan_id end and p.published_at is not null)
    or tg_op = 'UPDATE' and exists (select from zone_plan p where p.id = old.plan_id and p.published_at is not null) then
    raise exception 'the plan is published: % of its steps refused', tg_op using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger zone_plan_step_immutable before insert or update or delete on zone_plan_step for each row execute function refuse_plan_step_change();

-- Zones by date. A zone keeps its row and id for ever: `zone` says what it is today (ended ones: what they were last), zone_version what it was and when.
-- Who took over most of the ground of an ended one.
alter table zone add column successor_id bigint references zone;

create table zone_version (
  zone_id bigint not null references zone on delete cascade,
  -- Null: since ever. The first day on which it holds no more; null: it is the zone's last.
  valid_from date,
  valid_to date,
  -- The plan that brought it; null: an import, or a hand.
  plan_id bigint references zone_plan,
  level int not null,
  code text not null,
  name text not null,
  parent_id bigint,
  unit_id bigint,
  person text,
  geom geometry(MultiPolygon, 4326) not null,
  area_m2 float8 not null,
  unique nulls not distinct (zone_id, valid_from)
);
create index zone_version_geom on zone_version using gist (geom);

-- Once a plan was published, history is kept: before that there is none, and a change is a correction.
create function zones_kept() returns boolean language sql stable
  return exists (select from zone_plan where published_at is not null and (status = 'published' or in_force_at is not null));
-- The day from which a change of zones holds: the turn's, else the district's own.
create function zone_day() returns date language sql stable
  return coalesce(nullif(current_setting('chuangtu.zones_from', true), '')::date,
    (clock() at time zone coalesce((select time_zone from district), 'Asia/Shanghai'))::date);
-- The zone that held a place on a day; on a border the lowest number.
create function zone_at(place geometry, at_level int, on_day date) returns bigint language sql stable
  return (select min(v.zone_id) from zone_version v where v.level = at_level and st_intersects(v.geom, place)
    and (v.valid_from is null or v.valid_from <= on_day) and (v.valid_to is null or on_day < v.valid_to));

create function begin_zone() returns trigger language plpgsql as $$
begin
  if new.valid_from is null and zones_kept() then new.valid_from := zone_day(); end if;
  return new;
end $$;
create trigger zone_begins before insert on zone for each row execute function begin_zone();

create function keep_zone_version() returns trigger language plpgsql as $$
declare
  held zone_version;
  from_day date := new.valid_from;
begin
  if tg_op = 'UPDATE' then
    select * into held from zone_version v where v.zone_id = new.id order by v.valid_from desc nulls last limit 1;
    if not zones_kept() then
      update zone_version v set valid_from = new.valid_from, valid_to = new.valid_to, level = new.level, code = new.code, name = new.name,
        parent_id = new.parent_id, unit_id = new.unit_id, person = new.person, geom = new.geom, area_m2 = new.area_m2 where v.zone_id = new.id;
      return null;
    elsif held.valid_to is not null then
      -- What has ended stays as it was, unless it begins anew.
      if new.valid_to is not null then return null; end if;
      from_day := zone_day();
    elsif new.valid_to is not null then
      update zone_version v set valid_to = new.valid_to where v.zone_id = new.id and v.valid_to is null;
      return null;
    elsif (held.level, held.code, held.name, held.parent_id, held.unit_id, held.person, held.geom)
      is not distinct from (new.level, new.code, new.name, new.parent_id, new.unit_id, new.person, new.geom) then
      return null;
    elsif held.valid_from >= zone_day() then
      update zone_version v set plan_id = nullif(current_setting('chuangtu.zone_plan', true), '')::bigint, level = new.level, code = new.code,
        name = new.name, parent_id = new.parent_id, unit_id = new.unit_id, person = new.person, geom = new.geom, area_m2 = new.area_m2
        where v.zone_id = new.id and v.valid_to is null;
      return null;
    else
      from_day := zone_day();
      update zone_version v set valid_to = from_day where v.zone_id = new.id and v.valid_to is null;
    end if;
  end if;
  insert into zone_version (zone_id, valid_from, valid_to, plan_id, level, code, name, parent_id, unit_id, person, geom, area_m2)
  values (new.id, from_day, new.valid_to, nullif(current_setting('chuangtu.zone_plan', true), '')::bigint, new.level, new.code, new.name, new.parent_id,
    new.unit_id, new.person, new.geom, new.area_m2);
  return null;
end $$;
insert into zone_version (zone_id, valid_from, valid_to, level, code, name, parent_id, unit_id, person, geom, area_m2)
  select id, valid_from, valid_to, level, code, name, parent_id, unit_id, person, geom, area_m2 from zone order by id;
create trigger zone_versions after insert or update on zone for each row execute function keep_zone_version();

-- Only a change of the zone itself writes its versions, and of those only the last.
create function refuse_version_change() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 and (not zones_kept() or (tg_op = 'UPDATE' and old.valid_to is null)) then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception 'what zone % was is kept: % refused', old.zone_id, tg_op using errcode = 'restrict_violation';
end $$;
create trigger zone_version_kept before update or delete on zone_version for each row execute function refuse_version_change();

-- The zones in force the day a problem was found: reports of the past stand on them, and a redraw leaves them alone.
-- Copied while the table is written anew: an update of every row would cost ten times as much.
alter table problem add column found_zone1_id bigint, add column found_zone2_id bigint, add column found_zone3_id bigint;
alter table problem alter column found_zone1_id type bigint using zone1_id, alter column found_zone2_id type bigint using zone2_id,
  alter column found_zone3_id type bigint using zone3_id;
-- No foreign keys: a zone with a history is never deleted, and without indexes each deletion would read all problems three times.

create function set_found_zones() returns trigger language plpgsql as $$
declare
  day date;
begin
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
create trigger problem_found_zones before insert on problem for each row
  when (new.found_zone1_id is null and new.found_zone2_id is null and new.found_zone3_id is null) execute function set_found_zones();
