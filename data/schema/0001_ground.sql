-- The ground: one district, what is evaluated in it, who answers for what, and its problems with their histories.
-- Runs alike on PostgreSQL 15 + PostGIS 3.3 and on the embedded PostGIS.
-- Distances are asked of geog (metres on the ellipsoid), stored so that no question casts; geom is what is drawn.

create table district (
  "only" boolean primary key default true check ("only"),
  code text not null,
  name_zh text not null,
  name_en text not null,
  time_zone text not null,
  language text not null check (language in ('zh', 'en')),
  centre geometry(Point, 4326) not null,
  outline geometry(MultiPolygon, 4326),
  -- A snapshot's clock stands at this moment; null = the clock runs.
  frozen_at timestamptz,
  data_as_of timestamptz,
  -- A made-up district's clock runs on from data_as_of since this moment (the program's start), so that its last day is today.
  clock_set_at timestamptz,
  made_up boolean not null default false,
  notice_zh text,
  notice_en text,
  attribution text,
  map_approval text,
  nearly_due_h float8 not null default 24,
  imported_at timestamptz not null default now()
);

-- The district's clock: overdue, nearly due and "last n days" are asked of it, never of the caller's.
create function clock() returns timestamptz language sql stable
  return coalesce((select coalesce(frozen_at, data_as_of + (now() - clock_set_at)) from district), now());

-- A layer's revision moves in the transaction that changes the layer; ETags are made of it.
create table layer_revision (layer text primary key, revision bigint not null);
insert into layer_revision values ('district', 1), ('base', 1), ('sites', 1), ('zones', 1), ('problems', 1);

create table category (
  code text primary key check (code ~ '^[A-Za-z0-9_-]{1,32}$'),
  major text not null,
  name_zh text not null,
  name_en text not null,
  campaign text,
  limit_value float8,
  limit_unit text check (limit_unit in ('eh', 'h', 'd', 'nd')),
  layer text not null default 'reference'
);
create index category_major on category (major);

create table unit (
  id bigint generated always as identity primary key,
  layer text not null,
  external_id text not null,
  name text not null,
  short_name text not null,
  kind text not null default 'bureau',
  parent_id bigint references unit,
  search text not null default '',
  unique (layer, external_id)
);

create table zone (
  id bigint generated always as identity primary key,
  layer text not null,
  external_id text not null,
  level int not null check (level between 0 and 3),
  code text not null,
  name text not null,
  parent_id bigint references zone,
  unit_id bigint references unit,
  person text,
  search text not null default '',
  geom geometry(MultiPolygon, 4326) not null,
  geog geography(MultiPolygon, 4326) not null generated always as (geom::geography) stored,
  area_m2 float8 not null,
  unique (layer, external_id)
);
create index zone_geom on zone using gist (geom);
create index zone_geog on zone using gist (geog);
create index zone_level on zone (level);

create table site (
  id bigint generated always as identity primary key,
  layer text not null,
  external_id text not null,
  site_type text not null,
  kind text not null check (kind in ('point', 'river', 'alley', 'market', 'street', 'compound', 'area')),
  name text not null,
  address text,
  unit_id bigint references unit,
  person text,
  is_key boolean not null default false,
  search text not null default '',
  geom geometry(Geometry, 4326) not null,
  geog geography(Geometry, 4326) not null generated always as (geom::geography) stored,
  length_m float8 not null default 0,
  area_m2 float8 not null default 0,
  unique (layer, external_id)
);
create index site_type on site (site_type);
create index site_geom on site using gist (geom);
create index site_geog on site using gist (geog);

create table base_feature (
  id bigint generated always as identity primary key,
  layer text not null,
  class text not null,
  name text,
  geom geometry(Geometry, 4326) not null
);
create index base_feature_layer on base_feature (layer);

create table problem (
  id bigint generated always as identity primary key,
  layer text not null,
  external_id text not null,
  category text not null references category,
  title text not null,
  description text,
  place text,
  source text not null,
  site_id bigint references site,
  night boolean not null default false,
  found_at timestamptz not null,
  -- From here to version: the fold of problem_event, set by nothing else.
  state text not null check (state in ('reported', 'verifying', 'filed', 'rejected', 'dispatched', 'handling', 'returned',
    'suspended', 'handed_back', 'rechecking', 'rework', 'closed')),
  is_open boolean not null generated always as (state not in ('rejected', 'closed')) stored,
  unit_id bigint references unit,
  person text,
  dispatched_at timestamptz,
  deadline_at timestamptz,
  nearly_due_at timestamptz,
  handed_back_at timestamptz,
  closed_at timestamptz,
  rework_count int not null default 0,
  supervised boolean not null default false,
  on_spot boolean not null default false,
  version int not null default 1,
  zone1_id bigint references zone,
  zone2_id bigint references zone,
  zone3_id bigint references zone,
  search text not null default '',
  geom geometry(Point, 4326) not null,
  geog geography(Point, 4326) not null generated always as (geom::geography) stored,
  unique (layer, external_id)
);
create index problem_geog on problem using gist (geog);
create index problem_open_geog on problem using gist (geog) where is_open;
create index problem_found on problem (found_at desc, id desc);
create index problem_open_found on problem (found_at desc, id desc) where is_open;
create index problem_open_deadline on problem (deadline_at) where is_open;
create index problem_closed on problem (closed_at) where closed_at is not null;
create index problem_category on problem (category);
create index problem_unit on problem (unit_id);
create index problem_site on problem (site_id) where site_id is not null;
create index problem_zone1 on problem (zone1_id);
create index problem_zone2 on problem (zone2_id);
create index problem_zone3 on problem (zone3_id);

-- Append-only. The *_after columns are the fold up to and with this event, so that "as it stood at" is one look-up.
create table problem_event (
  problem_id bigint not null references problem on delete cascade,
  seq int not null,
  act text not null,
  at timestamptz not null,
  actor text,
  note text,
  state_after text not null,
  unit_after bigint references unit,
  deadline_after timestamptz,
  nearly_due_after timestamptz,
  closed_after timestamptz,
  primary key (problem_id, seq)
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'problem_event is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger problem_event_append_only before update on problem_event
  for each row execute function refuse_change();

-- What each import did, kept so that a figure can be traced to its file.
create table import_report (
  id bigint generated always as identity primary key,
  bundle text not null,
  layer text not null,
  at timestamptz not null default now(),
  read_rows int not null,
  loaded_rows int not null,
  skipped_rows int not null,
  refused_rows int not null,
  mended_rows int not null,
  report jsonb not null
);
