-- Uptime: monitors, what they saw, and the notices about it. Instants are epoch milliseconds.
create table monitors (
    id integer not null primary key,
    site_id integer not null unique references sites (id),
    enabled boolean not null,
    auto_paused boolean not null,
    url text,
    next_check_ms bigint,
    health text not null,
    up_ms bigint not null,
    down_ms bigint not null,
    counted_ms bigint not null,
    last_check text,
    doubt text,
    certificate text,
    registration text,
    created_ms bigint not null,
    updated_ms bigint not null
);

create table downtimes (
    id integer not null primary key,
    monitor_id integer not null references monitors (id),
    error text not null,
    started_ms bigint not null,
    seen_ms bigint not null,
    ended_ms bigint,
    known_ms bigint not null,
    partial boolean not null,
    rested_ms bigint not null
);

create index downtimes_by_monitor on downtimes (monitor_id, started_ms);

create table checks (
    site_id integer not null,
    checked_ms bigint not null,
    up boolean not null,
    status integer,
    error text,
    milliseconds integer not null,
    primary key (site_id, checked_ms)
) without rowid;

create table notices (
    id text not null primary key,
    site_id integer not null references sites (id),
    kind text not null,
    channel text not null,
    content text not null,
    created_ms bigint not null,
    attempts integer not null,
    next_try_ms bigint,
    delivered_ms bigint,
    error text
);

create index notices_by_next_try on notices (next_try_ms);
