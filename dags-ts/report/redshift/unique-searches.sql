-- The report's figures on unique valid searches, for periods in which a warehouse should do the work: each
-- statement gives what the report gives, in the SQL that Redshift and PostgreSQL share.
-- docs/engagement-report.md says when, and how Redshift loads the objects.

-- name: create
create table if not exists public.unique_valid_searches (
  day date not null,
  search_id bigint not null,
  type varchar(16) not null,
  clicks bigint not null,
  users bigint not null
);

-- name: count
select count(distinct search_id) as searches
  from public.unique_valid_searches
 where day between $1 and $2;

-- name: list
select search_id,
       max(case when place = 1 then type end) as type,
       sum(clicks) as clicks,
       sum(users) as user_days,
       count(*) as days
  from (
    select search_id, type, clicks, users,
           row_number() over (partition by search_id order by day) as place
      from public.unique_valid_searches
     where day between $1 and $2
  ) as numbered
 group by search_id
 order by search_id;

-- name: top
select search_id,
       max(case when place = 1 then type end) as type,
       sum(clicks) as clicks,
       sum(users) as user_days,
       count(*) as days
  from (
    select search_id, type, clicks, users,
           row_number() over (partition by search_id order by day) as place
      from public.unique_valid_searches
     where day between $1 and $2
  ) as numbered
 group by search_id
 order by sum(clicks) desc, search_id
 limit 10;

-- name: top of each type
select type, place, search_id, clicks, user_days, days
  from (
    select type, search_id, clicks, user_days, days,
           row_number() over (partition by type order by clicks desc, search_id) as place
      from (
        select search_id,
               max(case when place = 1 then type end) as type,
               sum(clicks) as clicks,
               sum(users) as user_days,
               count(*) as days
          from (
            select search_id, type, clicks, users,
                   row_number() over (partition by search_id order by day) as place
              from public.unique_valid_searches
             where day between $1 and $2
          ) as numbered
         group by search_id
      ) as searches
  ) as ranked
 where place <= 5
 order by type, place;
