-- Behind the places: who has a lane of a resource from when to when, and no two at once. The places
-- decide; this holds those too who write past the library. Its rows are inserted with
-- `on conflict do nothing` and counted: plain inserts into an exclusion constraint wait for one
-- another in circles. Cells are five minutes, counted from 1970 in UTC.
create extension if not exists btree_gist;

create table pms_occupied (
  practice_id uuid      not null,
  resource_id uuid      not null,
  lane        bigint    not null,
  cells       numrange  not null check (not isempty(cells)),
  holder      uuid      not null,
  exclude using gist (practice_id with =, resource_id with =, lane with =, cells with &&)
);

insert into pms_occupied (practice_id, resource_id, lane, cells, holder)
  select practice_id, resource_id, lane, unnest(range_agg(numrange(cell, cell::numeric + 1))), holder
  from pms_occupancy group by practice_id, resource_id, lane, holder;

create function pms_occupy() returns trigger language plpgsql as $$
declare
  wanted bigint;
  kept   bigint;
begin
  with run as (
    select practice_id, resource_id, lane, unnest(range_agg(numrange(cell, cell::numeric + 1))) as cells, holder
    from taken group by practice_id, resource_id, lane, holder
  ), put as (
    insert into pms_occupied (practice_id, resource_id, lane, cells, holder)
      select practice_id, resource_id, lane, cells, holder
      from run order by practice_id, resource_id, lane, cells
      on conflict do nothing returning 1
  )
  select (select count(*) from run), (select count(*) from put) into wanted, kept;
  if kept < wanted then
    raise exception 'two at one time' using errcode = 'exclusion_violation';
  end if;
  return null;
end $$;

create function pms_vacate() returns trigger language plpgsql as $$
declare
  wanted bigint;
  kept   bigint;
begin
  with gone as (
    select practice_id, resource_id, lane, range_agg(numrange(cell, cell::numeric + 1)) as cells
    from given group by practice_id, resource_id, lane
  ), cut as (
    delete from pms_occupied as o using gone as g
      where o.practice_id = g.practice_id and o.resource_id = g.resource_id and o.lane = g.lane
        and o.cells && g.cells
      returning o.practice_id, o.resource_id, o.lane, nummultirange(o.cells) - g.cells as rest, o.holder
  ), run as (
    select practice_id, resource_id, lane, unnest(rest) as cells, holder from cut
  ), put as (
    insert into pms_occupied (practice_id, resource_id, lane, cells, holder)
      select practice_id, resource_id, lane, cells, holder
      from run order by practice_id, resource_id, lane, cells
      on conflict do nothing returning 1
  )
  select (select count(*) from run), (select count(*) from put) into wanted, kept;
  if kept < wanted then
    raise exception 'two at one time' using errcode = 'exclusion_violation';
  end if;
  return null;
end $$;

create function pms_occupancy_stays() returns trigger language plpgsql as
  $$ begin raise exception 'a place is given back and taken, not changed' using errcode = 'insufficient_privilege'; end $$;

create trigger pms_occupancy_taken after insert on pms_occupancy
  referencing new table as taken for each statement execute function pms_occupy();
create trigger pms_occupancy_given after delete on pms_occupancy
  referencing old table as given for each statement execute function pms_vacate();
create trigger pms_occupancy_same before update on pms_occupancy
  for each row execute function pms_occupancy_stays();
