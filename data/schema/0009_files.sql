-- Paper and files: what leaves as a file made by a job, and what an office's file brought in.

-- A file that is being made, or was. The bytes lie beside it in parts, so that any process of the program can hand them out, page by page.
create table export_job (
  id bigint generated always as identity primary key,
  person_id bigint references person on delete cascade,
  -- Who asked, as the session had it: a demo's caller is no person. What they may see is fixed at that moment.
  caller jsonb not null,
  what text not null check (what in ('problems', 'sites', 'zones')),
  format text not null check (format in ('xlsx', 'csv', 'geojson', 'gpkg', 'shp')),
  query text not null,
  sentence_zh text not null,
  sentence_en text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done int not null default 0,
  total int,
  capped boolean not null default false,
  name text not null,
  bytes bigint,
  failure_zh text,
  failure_en text,
  -- Times are of the machine. A running job whose process has not said so for a while is taken up again.
  made_at timestamptz not null default clock_timestamp(),
  beat_at timestamptz,
  ended_at timestamptz,
  tries int not null default 0
);
create index export_job_waiting on export_job (made_at) where state in ('waiting', 'running');
create index export_job_person on export_job (person_id, made_at desc);
create table export_part (
  job_id bigint not null references export_job on delete cascade,
  part int not null,
  bytes bytea not null,
  primary key (job_id, part)
);

-- A file that somebody brings in: its rows as they came, how it was read, what was said of it.
create table import_batch (
  id bigint generated always as identity primary key,
  person_id bigint references person on delete set null,
  -- As it was then: a person may be renamed.
  who text not null,
  name text not null,
  into_what text not null check (into_what in ('sites', 'problems')),
  columns text[] not null,
  rows int not null check (rows >= 0),
  -- SHA-256 of the headings and rows: the same file brought twice is told.
  sum bytea,
  state text not null default 'staged' check (state in ('staged', 'trying', 'tried', 'loading', 'done', 'undone', 'failed')),
  -- Rows done of the work that goes on.
  progress int,
  spec jsonb,
  report jsonb,
  failure_zh text,
  failure_en text,
  -- A process at work says so; work nobody speaks for has ended with its process, and nothing of it was kept.
  beat_at timestamptz,
  stop_asked boolean not null default false,
  made_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index import_batch_made on import_batch (made_at desc);
create index import_batch_sum on import_batch (sum) where state = 'done';
create table import_part (
  batch_id bigint not null references import_batch on delete cascade,
  part int not null,
  -- Rows of cells, as text; and how many.
  rows jsonb not null,
  count int not null check (count > 0),
  primary key (batch_id, part)
);
-- Rows that were refused, with every reason: the file to mend.
create table import_refused (
  batch_id bigint not null references import_batch on delete cascade,
  row int not null,
  reasons jsonb not null,
  -- As they came: the rows themselves go once the rest is loaded.
  cells jsonb not null,
  primary key (batch_id, row)
);
-- What an import did to each thing: nothing was there before (null), or what stood there. An undo goes back along it.
create table import_change (
  batch_id bigint not null references import_batch on delete cascade,
  row int not null,
  thing text not null check (thing in ('site', 'problem', 'unit')),
  thing_id bigint not null,
  before jsonb,
  -- What the import wrote: what is otherwise now was changed by somebody since.
  after jsonb not null,
  primary key (batch_id, thing, thing_id)
);
-- How files with these headings were read last time.
create table import_mapping (
  into_what text not null check (into_what in ('sites', 'problems')),
  -- SHA-256 of the headings in their order.
  headings bytea not null,
  spec jsonb not null,
  kept_at timestamptz not null default clock_timestamp(),
  person_id bigint references person on delete set null,
  primary key (into_what, headings)
);
