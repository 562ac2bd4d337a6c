-- From the street to every screen: what changed, photos, check-ins, notices, and what others send in.

-- One number for all changes. Its row is taken by the last statement of a transaction that changes a layer, and held until the commit: so
-- numbers are given in the order of commits and none is skipped. A layer's revision is the number of its last change.
create table change_head ("only" boolean primary key default true check ("only"), revision bigint not null);
insert into change_head (revision) select coalesce(max(revision), 0) from layer_revision;

-- Append-only until pruned: what pages are told, in order.
create table change (
  revision bigint primary key,
  -- Of the machine.
  at timestamptz not null default clock_timestamp(),
  layer text not null,
  -- Anything in the layer may have changed: it is to be fetched anew. False: problem_change has the problems.
  whole boolean not null
);
create index change_at on change (at);
-- Who had a problem before the change: whoever no longer sees it is told that it is gone.
create table problem_change (
  revision bigint not null,
  problem_id bigint not null,
  unit_before bigint,
  person_before bigint,
  -- The act that led to it; null = time passed, or something beside the log (a photo) changed.
  act text,
  primary key (revision, problem_id)
);

-- Photos. The bytes are in the store, under the photo's id; here is what is said of them. Never a position or a time drawn into the picture.
create table photo (
  id bigint generated always as identity primary key,
  -- Made by the page: an upload begun twice is one.
  client_id uuid not null unique,
  state text not null default 'uploading' check (state in ('uploading', 'ready', 'withdrawn')),
  person_id bigint,
  -- Null: not named by any act yet. No foreign key, here and below: a city that is replaced is emptied table by table, and a photo
  -- must outlive its problem until its files are gone.
  problem_id bigint,
  kind text not null check (kind in ('before', 'after', 'site')),
  made_at timestamptz not null default now(),
  -- By the district's clock: when the server was told, less how long ago it was taken by the page's own count.
  taken_at timestamptz not null,
  geom geometry(Point, 4326),
  accuracy_m float8,
  -- Of the upload, as announced.
  upload_bytes int not null,
  upload_sha256 bytea not null,
  -- Of the picture as it is kept, before anything was covered.
  width int,
  height int,
  bytes int,
  sha256 bytea,
  -- What is covered: [{"x","y","w","h"}], shares of the width and the height.
  boxes jsonb not null default '[]',
  redacted_at timestamptz,
  redacted_by bigint,
  -- Until when the picture without its covers is kept; null = there is none (any more).
  original_until timestamptz,
  -- Its files come in sets (a picture and its thumbnail) by number. A set is written once and never again: what comes late cannot take the
  -- place of what is newer. Numbers given so far; the set that is shown; the one without covers, while it is kept.
  sets int not null default 0,
  shown int,
  original int,
  -- Sets that are being written, and since when, by the machine; one of these may come to be shown. Sets whose files are to be removed.
  writing int[] not null default '{}',
  writing_since timestamptz not null default now(),
  dead int[] not null default '{}',
  withdrawn_at timestamptz,
  -- Null: nobody did; it was forgotten, and its row goes with its files.
  withdrawn_by text,
  withdrawn_why text
);
create index photo_files on photo (id) where writing <> '{}' or dead <> '{}';
create index photo_problem on photo (problem_id) where problem_id is not null;
create index photo_loose on photo (made_at) where problem_id is null;
create index photo_original on photo (original_until) where original_until is not null;
-- Bytes of an upload that is not whole yet; in the database, so that any process can go on with it.
create table photo_part (
  photo_id bigint not null references photo on delete cascade,
  "offset" int not null,
  bytes bytea not null,
  primary key (photo_id, "offset")
);

-- What is sent from a phone is sent until it is answered: the same client_id is the same report.
alter table problem add column client_id uuid unique;
-- Its place lies outside the district: kept, and asked about.
alter table problem add column outside boolean not null default false;
alter table problem add column accuracy_m float8;
-- How many said that they saw it too.
alter table problem add column me_too int not null default 0;
-- An act that is sent again until it is answered is done once.
alter table problem_event add column client_id uuid;
create unique index problem_event_client_id on problem_event (client_id) where client_id is not null;
-- What counts as the same find: so near, so lately.
alter table category add column same_radius_m float8 not null default 50 check (same_radius_m between 1 and 2000);
alter table category add column same_days float8 not null default 30 check (same_days between 0.04 and 366);

-- 打卡: somebody was at a site, proved by position or not. Append-only in practice: nothing changes one.
create table check_in (
  id bigint generated always as identity primary key,
  client_id uuid not null unique,
  person_id bigint not null,
  site_id bigint not null references site on delete cascade,
  at timestamptz not null,
  geom geometry(Point, 4326) not null,
  accuracy_m float8 not null,
  -- From the position to the site's own shape.
  distance_m float8 not null,
  proved boolean not null
);
create index check_in_site on check_in (site_id, at desc);
create index check_in_person on check_in (person_id, at desc);
-- A photo of a check-in is named by no act: what names it is the check-in.
alter table photo add column check_in_id bigint;
create index photo_check_in on photo (check_in_id) where check_in_id is not null;

-- What somebody is to be told: one row for each thing that happened. Who is told follows from its kind and its problem.
create table notice (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('assigned', 'nearly_due', 'overdue', 'returned', 'supervised', 'pressed')),
  problem_id bigint not null references problem on delete cascade,
  -- By the district's clock.
  at timestamptz not null,
  unit_id bigint,
  person_id bigint,
  -- Whose act it tells of; null = time's.
  by_id bigint,
  -- Where the problem lay then: dispatchers of a zone find theirs by it.
  zone1_id bigint,
  zone2_id bigint,
  zone3_id bigint,
  -- The log's number, or the deadline: the same is not told twice.
  what text not null,
  unique (problem_id, kind, what)
);
create index notice_person on notice (person_id, id desc) where person_id is not null;
create index notice_unit on notice (unit_id, id desc) where person_id is null;
create index notice_desk on notice (id desc) where kind in ('returned', 'overdue', 'supervised');
create index notice_zone1 on notice (zone1_id, id desc) where kind in ('returned', 'overdue', 'supervised');
create index notice_zone2 on notice (zone2_id, id desc) where kind in ('returned', 'overdue', 'supervised');
create index notice_zone3 on notice (zone3_id, id desc) where kind in ('returned', 'overdue', 'supervised');
create index notice_supervised on notice (by_id, problem_id) where kind = 'supervised';
create index problem_nearly_due on problem (nearly_due_at) where is_open;
alter table person add column notices_read bigint not null default 0;

-- Group robots of WeCom, DingTalk and Feishu. url and secret are shown to nobody again.
create table robot (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  kind text not null check (kind in ('wecom', 'dingtalk', 'feishu')),
  url text not null,
  secret text,
  -- Notices of this unit and those under it alone; null = of all.
  unit_id bigint references unit,
  kinds text[] not null,
  paused boolean not null default false,
  -- When it was posted to in the last minute or so: it takes so many a minute and no more.
  posted_at timestamptz[] not null default '{}',
  -- It failed, or said that it gets too much: nothing is sent before.
  held_until timestamptz,
  made_at timestamptz not null default now()
);
-- The outbox: a notice for a robot. Written with the notice, in its transaction.
create table delivery (
  id bigint generated always as identity primary key,
  robot_id bigint not null references robot on delete cascade,
  notice_id bigint not null references notice on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'dead', 'dropped')),
  -- Deliveries that went, or go, out as one message.
  message_id bigint,
  made_at timestamptz not null default now(),
  unique (robot_id, notice_id)
);
create index delivery_open on delivery (robot_id, id) where state in ('waiting', 'sending');
create index delivery_message on delivery (message_id) where message_id is not null;
-- A message to a robot: its text is fixed before it first goes out, so that every try says the same.
create table message (
  id bigint generated always as identity primary key,
  robot_id bigint not null references robot on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'dead', 'dropped')),
  text text not null,
  tries int not null default 0,
  next_at timestamptz not null default now(),
  -- A process that sends has taken it until then.
  taken_until timestamptz,
  last_error text,
  made_at timestamptz not null default now(),
  sent_at timestamptz
);
create index message_open on message (robot_id, next_at) where state in ('waiting', 'sending');
create index message_state on message (state, id desc);
create index message_robot on message (robot_id, sent_at desc);

-- A key of another system (12345, an app) is a device of its own kind.
alter table device add column kind text not null default 'wall' check (kind in ('wall', 'intake'));
-- Calls of a key are counted by the minute: when the present one began, by the machine, and how many came in it.
alter table device add column minute_at timestamptz;
alter table device add column minute_calls int not null default 0;
-- What others sent in, kept as it came; without a problem it waits for somebody to say what it is.
create table intake (
  id bigint generated always as identity primary key,
  device_id bigint not null references device,
  external_id text not null,
  -- By the district's clock.
  received_at timestamptz not null default clock(),
  -- Without the reporter once there is a problem: it has them then.
  body jsonb not null,
  -- Where it is, when what was sent says so.
  geom geometry(Point, 4326),
  state text not null check (state in ('held', 'taken', 'refused')),
  problem_id bigint,
  -- Why it is held: names of fields.
  wanting text[] not null default '{}',
  settled_by bigint,
  settled_at timestamptz,
  note text,
  unique (device_id, external_id)
);
create index intake_held on intake (received_at) where state = 'held';

-- Who may open the picture without its covers: a duty of its own.
alter table person drop constraint person_roles_check;
alter table person add constraint person_roles_check
  check (roles <@ array['leader', 'planner', 'dispatcher', 'handler', 'inspector', 'auditor', 'administrator', 'security', 'evidence']);
alter table sign_in_policy add column original_days int not null default 180 check (original_days between 1 and 3650);

insert into layer_revision values ('notices', (select revision from change_head));
