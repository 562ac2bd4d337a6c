-- Official documents: templates an office edits in its word processor, and what was issued with them.

create table brief_template (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('daily', 'weekly', 'notice', 'handover')),
  name text not null check (name <> ''),
  -- A DOCX with named fields. Never changed: another one is another row.
  bytes bytea not null,
  made_by bigint references person on delete set null,
  made_at timestamptz not null default clock_timestamp(),
  -- New documents of the kind are made with it; none: the one that comes with the program.
  used boolean not null default false,
  removed_at timestamptz
);
create unique index brief_template_used on brief_template (kind) where used;

-- What was issued: the facts and words it said, and its template. Never changed; made again it is the same to the byte.
create table brief_issued (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('daily', 'weekly', 'notice', 'handover')),
  title text not null,
  from_day date not null,
  to_day date not null,
  as_of timestamptz not null,
  number text not null default '',
  page jsonb not null,
  template_id bigint references brief_template,
  -- The document itself: a later version of the program may draw its map with other pixels.
  bytes bytea not null,
  sum bytea not null,
  made_by bigint references person on delete set null,
  -- As it was then.
  who text not null,
  -- What of the problems who issued it could see: it is read by those who see all, or exactly that.
  seen text not null default 'all',
  made_at timestamptz not null default clock_timestamp()
);
create index brief_issued_sum on brief_issued (sum);
create index brief_issued_made on brief_issued (made_at desc, id desc);
create function refuse_brief_change() returns trigger language plpgsql as $$
begin
  -- Who made it may leave the district's people; nothing else of it ever changes.
  if tg_op = 'UPDATE' and to_jsonb(new) - 'made_by' = to_jsonb(old) - 'made_by' then return new; end if;
  raise exception 'brief_issued is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger brief_issued_append_only before update or delete on brief_issued
  for each row execute function refuse_brief_change();
