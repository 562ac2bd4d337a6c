-- "In this view" and "in this drawing" are asked of geom, in degrees, as the map draws them: they need its own index.
create index problem_geom on problem using gist (geom);
-- A problem's number as people quote it, whichever layer it came from.
create index problem_code on problem (external_id);
