-- Many districts in one database. Every row belongs to one; each server process comes with a role of its own, and row-level security shows it the
-- rows of its district. A city is a district too: it reads the ground and the problems of those under it, and writes only its own. The owner of the
-- tables is held by no policy: a database with one district is served by its owner, as ever, and pays nothing.
-- This file only adds columns whose default is written nowhere, and rules: quick on a table of any size. Keys are the next file's.
-- stop older programs: the one row of the district is known by its number now.

-- `sees`: districts whose ground and problems the role reads, its own among them.
create table district_role (
  role name primary key,
  district_id int not null,
  sees int[] not null,
  check (district_id = any (sees))
);
alter table district_role enable row level security;
create policy held on district_role for select using (role = current_user);

alter table district drop constraint district_pkey;
alter table district drop column "only";
alter table district add column id int not null default 1;
alter table district add primary key (id);

-- Whose rows the session reads and writes: its role's district; an owner's is the only one there is.
create function own_district() returns int language sql stable parallel safe begin atomic
  select coalesce((select r.district_id from district_role r where r.role = current_user), (select min(d.id) from district d), 1);
end;
create function seen_districts() returns int[] language sql stable parallel safe begin atomic
  select coalesce((select r.sees from district_role r where r.role = current_user), array[own_district()]);
end;
alter table district alter column id set default own_district();
-- Channels are the whole database's: whoever listens hears the own district alone.
create function tell_district(channel text, payload text) returns void language sql begin atomic
  select pg_notify(channel || '_' || own_district(), payload);
end;

/* Puts a table under the districts: its column and its rules. `below`: a city reads it of the districts under it, too, by each role's own rule. */
create function hold_by_district(held regclass, below boolean default false) returns void language plpgsql as $$
declare
  own constant text := 'district_id = (select own_district())';
  one record;
begin
  execute format('alter table %s add column if not exists district_id int not null default own_district()', held);
  execute format('alter table %s enable row level security', held);
  if not below then
    execute format('create policy held on %s using (%s) with check (%s)', held, own, own);
    return;
  end if;
  execute format('create policy held_new on %s for insert with check (%s)', held, own);
  execute format('create policy held on %s for update using (%s) with check (%s)', held, own, own);
  execute format('create policy held_old on %s for delete using (%s)', held, own);
  for one in select r.role from district_role r join pg_roles g on g.rolname = r.role loop
    perform let_see(held, one.role);
  end loop;
end $$;

/* A role's rule for what it reads of a table that is held so. Its numbers stand in it: by one number an index is read in its order, and of several the
   planner knows how many rows they have; of a question within the rule it knows neither. Again: the numbers are others now. */
create function let_see(held regclass, to_role name) returns void language plpgsql as $$
declare
  numbers int[];
begin
  select sees into strict numbers from district_role where role = to_role;
  execute format('drop policy if exists %I on %s', to_role, held);
  execute format('create policy %I on %s for select to %I using (district_id %s)', to_role, held, to_role,
    case cardinality(numbers) when 1 then format('= %s', numbers[1]) else format('= any (%L::int[])', numbers) end);
end $$;

alter table district enable row level security;
create policy held on district using (id = (select own_district())) with check (id = (select own_district()));

-- Of the whole database, not of a district: its version, and which role is whose. All else is held.
do $$
declare
  held record;
begin
  for held in
    select c.oid::regclass as name, c.relname = any ('{unit,zone,zone_version,site,base_feature,problem,problem_key,problem_event,photo,check_in}') as below
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all ('{schema_version,district_role,district}')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname
  loop
    perform hold_by_district(held.name, held.below);
  end loop;
end $$;

-- What a city hears of the districts under it, and up to which of their changes it has told its own pages.
create table district_heard (
  of_id int primary key,
  revision bigint not null
);
select hold_by_district('district_heard');
-- Views look with their owner's eyes: each asks by itself who looks.
create view district_below with (security_barrier) as select d.id, d.code, d.name_zh, d.name_en, h.revision
  from district d join change_head h on h.district_id = d.id
  where d.id = any ((select seen_districts())::int[]) and d.id <> (select own_district());
create view change_below with (security_barrier) as select c.district_id, c.revision, c.layer, c.whole from change c
  where c.district_id = any ((select seen_districts())::int[]) and c.district_id <> (select own_district());
create view problem_change_below with (security_barrier) as select c.district_id, c.revision, c.problem_id, c.unit_before, c.act from problem_change c
  where c.district_id = any ((select seen_districts())::int[]) and c.district_id <> (select own_district());
create view category_below with (security_barrier) as select c.district_id, c.code, c.major, c.name_zh, c.name_en, c.campaign from category c
  where c.district_id = any ((select seen_districts())::int[]) and c.district_id <> (select own_district());

/* What a district's role may do: read and write what is held, and no more; no tables of its own but in the schema of its name. */
create function grant_district(to_role name) returns void language plpgsql as $$
declare
  one record;
begin
  execute format('grant usage on schema public to %I', to_role);
  for one in
    select c.oid::regclass as name, c.relkind = 'v' or c.relname in ('schema_version', 'district_role') as fixed
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  loop
    execute format('grant %s on %s to %I', case when one.fixed then 'select' else 'select, insert, update, delete' end, one.name, to_role);
  end loop;
  execute format('grant usage on all sequences in schema public to %I', to_role);
  for one in select distinct p.polrelid::regclass as name from pg_policy p where p.polname = 'held_new' loop
    if not exists (select from pg_policy p where p.polrelid = one.name and p.polname = to_role) then perform let_see(one.name, to_role); end if;
  end loop;
end $$;
revoke execute on function grant_district(name), hold_by_district(regclass, boolean), let_see(regclass, name) from public;

-- What is append-only is so for every act of the program. A made-up past that moves, and a district that is replaced or brought in whole with all that
-- hangs on its rows, say so in their transaction: a role that owns no table cannot put a trigger aside.
create function rewrites() returns boolean language sql stable parallel safe
  return coalesce(current_setting('chuangtu.rewrites', true), '') = 'on';
do $$
declare
  one record;
  body text;
begin
  for one in select p.oid, p.proname, pg_get_functiondef(p.oid) as text from pg_proc p where p.pronamespace = 'public'::regnamespace
    and p.proname = any ('{refuse_change,refuse_log_removal,refuse_plan_change,refuse_plan_step_change,keep_zone_version,refuse_version_change,
      refuse_audit_change,refuse_brief_change,begin_zone,set_found_zones,key_problems,key_acts}')
  loop
    body := regexp_replace(one.text, '\mbegin\M', case when one.proname = any ('{keep_zone_version,key_problems,key_acts}') then 'begin
  if rewrites() then return null; end if;' else 'begin
  if rewrites() then
    if tg_op = ''DELETE'' then return old; end if;
    return new;
  end if;' end);
    execute body;
  end loop;
end $$;
