-- Kudos, and receipts of requests and rows that must not be stored twice.
create table kudos (
    id integer not null primary key,
    site_id integer not null references sites (id),
    uid text not null,
    path text not null,
    day date not null,
    giver blob,
    created_at bigint not null,
    unique (site_id, uid),
    unique (site_id, path, day, giver)
);

create index kudos_by_moment on kudos (site_id, created_at);

create table receipts (
    name blob not null primary key,
    content blob not null,
    hit_id bigint not null,
    answer blob,
    created_at_ms bigint not null
);

create index receipts_by_moment on receipts (created_at_ms);
