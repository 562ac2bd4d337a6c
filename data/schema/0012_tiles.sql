-- A place in whole numbers: web mercator, 2^30 units a side of the world, from its north-west corner: the units of a tile of zoom 18.
-- Tiles, their cells and grids all follow from these two by shifts, so that each problem is in one of them and no other, whoever counts.
-- What lies on an edge is its eastern and northern tile's; what lies beyond 85° is of the last row.
create function world_x(place geometry) returns int language sql immutable parallel safe begin atomic
  select greatest(0, least(1073741823, floor((ST_X(place) + 180) / 360 * 1073741824)))::int;
end;
create function world_y(place geometry) returns int language sql immutable parallel safe begin atomic
  select 1073741823 - greatest(0, least(1073741823, floor((0.5
    + ln(tan(pi() / 4 + radians(greatest(-85.06, least(85.06, ST_Y(place)))) / 2)) / (2 * pi())) * 1073741824)))::int;
end;
alter table problem
  add column world_x int generated always as (world_x(geom)) stored,
  add column world_y int generated always as (world_y(geom)) stored;
-- Far out everything is counted, by place and status: from this index alone, without a look at the rows.
create index problem_world on problem (world_x, world_y) include (state, deadline_at, nearly_due_at, id);
