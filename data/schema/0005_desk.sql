-- The staff desk: what is kept so that a question need not be asked anew by hand.

-- A round of inspection (轮次): it lasts until the next one begins. "This round" is the last that has begun.
create table inspection_round (
  id bigint generated always as identity primary key,
  name text not null,
  starts date not null unique,
  made_by bigint references person,
  made_at timestamptz not null default now()
);

-- A place that is asked about again and again: a drawn shape, or the surroundings of sites (攻坚区域). The definition is the text of the
-- filter's own codec: draw/… or within:<metres>:<anchors>; what lies in it is found anew at each question.
create table named_shape (
  id bigint generated always as identity primary key,
  name text not null,
  definition text not null,
  -- Why it is kept: for the work of one campaign; null = for any.
  campaign text,
  share text not null check (share in ('mine', 'office', 'all')),
  owner_id bigint references person,
  unit_id bigint references unit,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- Taken away: links that name it say so.
  removed_at timestamptz
);
create index named_shape_owner on named_shape (owner_id);

-- A view of the desk under a name: the query of its URL, as the page writes it.
create table saved_view (
  id bigint generated always as identity primary key,
  name text not null,
  query text not null,
  share text not null check (share in ('mine', 'office', 'all')),
  owner_id bigint references person,
  unit_id bigint references unit,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index saved_view_owner on saved_view (owner_id);

-- A long URL's short name. The same query has the same code.
create table share_link (
  code text primary key check (code ~ '^[0-9A-Za-z]{6,12}$'),
  query text not null,
  made_by bigint references person,
  made_at timestamptz not null default now()
);
create unique index share_link_query on share_link (md5(query));

-- Repeats are looked for among the closed of the same category.
create index problem_closed_geog on problem using gist (geog) where state = 'closed';

-- Pages are told when somebody keeps, changes or takes away one.
insert into layer_revision values ('shapes', (select revision from change_head)), ('views', (select revision from change_head));
