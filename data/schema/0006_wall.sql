-- The wall: what screens show in turn, how they stand, what the desk tells them, and what calls for a decision.

-- A tour: scenes in their order, as server/contract/wall.ts reads them. Whoever changes one says which version they saw.
create table wall_tour (
  id bigint generated always as identity primary key,
  name text not null unique check (name <> ''),
  scenes jsonb not null,
  version int not null default 1,
  changed_by bigint references person,
  changed_at timestamptz not null default now()
);
-- Null: the usual tour of the program.
alter table device add column tour_id bigint references wall_tour on delete set null;

-- A screen's last word, by the machine's clock; it says it again within a minute.
create table wall_state (
  device_id bigint primary key references device on delete cascade,
  heard_at timestamptz not null default now(),
  state jsonb not null,
  picture bytea,
  picture_at timestamptz
);

-- What the desk tells a screen. It does each once, in their order.
create table wall_order (
  id bigint generated always as identity primary key,
  device_id bigint not null references device on delete cascade,
  kind text not null check (kind in ('scene', 'place', 'message', 'resume', 'reload')),
  detail jsonb not null default '{}',
  made_by bigint references person,
  made_at timestamptz not null default now(),
  -- When the screen said that it has it.
  taken_at timestamptz
);
create index wall_order_open on wall_order (device_id, id) where taken_at is null;

-- What calls for a decision, told once: `what` says what makes it the same. No foreign key to the problem: a city that is replaced is
-- emptied table by table.
create table alarm (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('key_overdue', 'cluster', 'immediate')),
  what text not null,
  -- The problems it is of, ascending.
  problems bigint[] not null,
  -- Names as they were, for the card: site, place, category, figures.
  detail jsonb not null default '{}',
  geom geometry(Point, 4326) not null,
  -- By the district's clock.
  at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by bigint references person,
  note text,
  -- It is so no more: mended, extended, or the cluster has gone.
  ended_at timestamptz,
  unique (kind, what)
);
create index alarm_open on alarm (id) where acknowledged_at is null and ended_at is null;

-- By what rule alarms are raised and flags given; one row.
create table wall_rule (
  "only" boolean primary key default true check ("only"),
  key_overdue boolean not null default true,
  -- Categories of which each new problem is an alarm by itself: a missing manhole cover.
  immediate text[] not null default '{0101}',
  -- A cluster: so many found within so many hours, neighbours no farther apart.
  cluster_least int not null default 6 check (cluster_least between 3 and 100),
  cluster_within_m float8 not null default 80 check (cluster_within_m between 10 and 1000),
  cluster_hours int not null default 24 check (cluster_hours between 1 and 168),
  -- A red flag: the on-time rate is at least this with 95 % confidence; a blue one: at most that. Of no fewer than so many closed.
  flag_least int not null default 10 check (flag_least between 1 and 1000),
  flag_red float8 not null default 0.9 check (flag_red between 0 and 1),
  flag_blue float8 not null default 0.75 check (flag_blue between 0 and 1),
  -- Days after which a river segment is due to be walked again.
  patrol_days int not null default 7 check (patrol_days between 1 and 366),
  changed_by bigint references person,
  changed_at timestamptz not null default now()
);
insert into wall_rule default values;

insert into layer_revision values ('walls', (select revision from change_head)), ('alarms', (select revision from change_head));
