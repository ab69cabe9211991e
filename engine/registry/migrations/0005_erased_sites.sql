-- Sites that were deleted. Their rows stay for ever: an id that came back would meet the hits of the one before it.
create table erased_sites (
    site_id integer not null primary key,
    erased_at bigint not null
);
