-- The handbook 《三级网格责任手册》: which duties there are, who holds them in each zone and at each site, and its editions.

-- What somebody can be of a zone or a site. Which there are is the district's own matter.
create table handbook_role (
  code text primary key check (code ~ '^[a-z0-9_]{1,32}$'),
  name_zh text not null check (name_zh <> ''),
  name_en text not null check (name_en <> ''),
  -- Classes of target it is held of: zone1 to zone3, or a kind of site (server/contract/handbook.ts).
  applies text[] not null,
  -- Of a chief: at which of the three levels. Null: at its zone's own.
  level int check (level between 1 and 3),
  -- A target without a holder is a gap.
  needed boolean not null,
  -- The person that a zone's or a site's own record names counts as holder while nobody is entered.
  registered boolean not null default false,
  -- What its holder does: [{"zh","en"}].
  duties jsonb not null default '[]',
  ord int not null,
  -- Not taken away: what was held stays known.
  retired boolean not null default false
);

-- What is asked of a place: of a class of target, or of a site type, which goes before its kind's.
create table handbook_text (
  about text primary key,
  checklist jsonb not null default '[]',
  standard_zh text not null default '',
  standard_en text not null default '',
  reward_zh text not null default '',
  reward_en text not null default ''
);

-- Roles and texts have one version: whoever changes them says which they saw.
create table handbook_rule (
  "only" boolean primary key default true check ("only"),
  version int not null default 1,
  changed_by bigint references person on delete set null,
  changed_at timestamptz not null default now()
);
insert into handbook_rule default values;

-- Who holds what. A row is never changed but for its end: another note or number is another row, so its id is its version.
create table handbook_holder (
  id bigint generated always as identity primary key,
  zone_id bigint references zone on delete cascade,
  site_id bigint references site on delete cascade,
  role text not null references handbook_role,
  -- Somebody of the district's people, or a name that is nobody's account.
  person_id bigint references person on delete cascade,
  name text check (name <> ''),
  phone text,
  note text,
  since date not null,
  -- The first day on which it holds no more.
  until date,
  made_by bigint references person on delete set null,
  made_at timestamptz not null default now(),
  check ((zone_id is null) <> (site_id is null)),
  check ((person_id is null) <> (name is null))
);
create index handbook_holder_zone on handbook_holder (zone_id) where zone_id is not null and until is null;
create index handbook_holder_site on handbook_holder (site_id) where site_id is not null and until is null;
create index handbook_holder_person on handbook_holder (person_id) where person_id is not null;

-- An edition: every page there was and the sum of what it said, {"zone/12": [sum, number of the edition it stands so since, title]}.
create table handbook_edition (
  number int primary key,
  day date not null,
  note text,
  pages jsonb not null,
  made_by bigint references person on delete set null,
  made_at timestamptz not null default now()
);

-- A page's map is asked of the ground around its place.
create index base_feature_geom on base_feature using gist (geom);

insert into layer_revision values ('handbook', (select revision from change_head));
