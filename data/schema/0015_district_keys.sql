-- Names, codes, days and numbers are each district's own. Indexes are built beside the old ones first, while everybody reads; then the old ones go,
-- and only that keeps readers out, for as long as it takes to write a catalog.
-- The district stands last in each: whoever asks by name finds it by the same prefix.
-- holds others up: writers wait while the keys of their table are built anew; readers only while old and new change places.
-- stop older programs: a name, a code or a day is a key only with its district.
do $$
declare
  natural_keys constant text[] := '{category code,time_limit category valid_from,work_hours valid_from,calendar_day day,calendar_year year,
    problem_number day,unit layer external_id,zone layer external_id,site layer external_id,problem layer external_id,problem_key layer external_id,act_key client_id,
    person layer external_id,person account,problem client_id,problem_key client_id,problem_event client_id,photo client_id,check_in client_id,
    sign_in_policy only,wall_rule only,handbook_rule only,change_head only,layer_revision layer,change revision,problem_change revision problem_id,
    inspection_round starts,device token_hash,share_link code,share_link md5,wall_tour name,alarm kind what,notice problem_id kind what,handbook_role code,
    handbook_text about,handbook_edition number,import_mapping into_what headings,brief_template kind,district_heard of_id}';
  done text[] := '{}';
  one record;
  step text;
begin
  -- Unique ones; and those that answer a question alone, for a question of a role asks for the district as well.
  for one in
    select i.indexrelid::regclass as old, i.indrelid::regclass as of, c.relname as name, k.conname, k.contype, left('new_' || c.relname, 63) as made,
      i.indisunique,
      -- Of a table in drawers the database says ON ONLY: made so, it would be an index of none of them.
      replace(split_part(pg_get_indexdef(i.indexrelid), ' WHERE ', 1), ' ON ONLY ', ' ON ') as head, ' where ' || pg_get_expr(i.indpred, i.indrelid) as tail
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u') and k.conrelid = i.indrelid,
      lateral (select array_to_string(t.relname || array(select coalesce(a.attname, 'md5') from unnest(i.indkey::int2[]) with ordinality u (num, n)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num and u.num > 0 order by u.n), ' ') as words) w
    where t.relnamespace = 'public'::regnamespace and not t.relispartition
      and (i.indisunique and w.words = any (array(select btrim(regexp_replace(x, '\s+', ' ', 'g')) from unnest(natural_keys) x))
        or not i.indisunique and i.indnatts > i.indnkeyatts and t.relname = 'problem')
    order by t.relname, c.relname
  loop
    execute replace(regexp_replace(one.head, '\)$', ', district_id)'), format(' INDEX %I ON ', one.name), format(' INDEX %I ON ', one.made))
      || coalesce(one.tail, '');
    if one.conname is null then
      done := done || format('drop index %s', one.old) || format('alter index %I rename to %I', one.made, one.name);
    else
      done := done || format('alter table %s drop constraint %I', one.of, one.conname)
        || format('alter table %s add constraint %I %s using index %I', one.of, one.conname, case one.contype when 'p' then 'primary key' else 'unique' end, one.made);
    end if;
  end loop;
  -- A category and a role are found within the district.
  alter table problem add constraint new_category foreign key (category, district_id) references category (code, district_id);
  alter table time_limit add constraint new_category foreign key (category, district_id) references category (code, district_id) on delete cascade;
  alter table handbook_holder add constraint new_role foreign key (role, district_id) references handbook_role (code, district_id);
  alter table problem drop constraint problem_category_fkey;
  alter table problem rename constraint new_category to problem_category_fkey;
  alter table time_limit drop constraint time_limit_category_fkey;
  alter table time_limit rename constraint new_category to time_limit_category_fkey;
  alter table handbook_holder drop constraint handbook_holder_role_fkey;
  alter table handbook_holder rename constraint new_role to handbook_holder_role_fkey;
  foreach step in array done loop
    execute step;
  end loop;
end $$;


/* What every district stands on from its first moment: its rules as usual, and its numbers. Nothing where it is there already. */
create function begin_district(n int) returns void language sql begin atomic
  insert into change_head (district_id, revision) values (n, 1) on conflict do nothing;
  insert into layer_revision (district_id, layer, revision) select distinct n, l.layer, 1 from layer_revision l on conflict do nothing;
  insert into sign_in_policy (district_id) values (n) on conflict do nothing;
  insert into wall_rule (district_id) values (n) on conflict do nothing;
  insert into handbook_rule (district_id) values (n) on conflict do nothing;
end;
revoke execute on function begin_district(int) from public;
