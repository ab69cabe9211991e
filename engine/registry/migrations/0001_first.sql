-- The registry's first tables.
create table accounts (
    id integer not null primary key,
    email text not null unique,
    name text not null,
    password_hash text,
    subscription text not null,
    time_zone text not null,
    created_at bigint not null
);

create table sites (
    id integer not null primary key,
    account_id integer not null references accounts (id),
    uid text not null unique,
    hex_id text not null unique,
    domain text not null,
    label text not null,
    time_zone text not null,
    active boolean not null,
    public boolean not null,
    ignored_paths text not null,
    excluded_addresses text not null,
    extra_hosts text not null,
    retention_days integer,
    created_at bigint not null,
    updated_at bigint not null,
    unique (account_id, domain)
);

create table keys (
    id integer not null primary key,
    account_id integer not null references accounts (id),
    name text not null,
    access text not null,
    secret_hash blob not null unique,
    hint text not null,
    created_at bigint not null,
    last_used_at bigint,
    revoked boolean not null
);

create table salts (
    day date not null primary key,
    salt blob not null,
    until_ms bigint not null
);

create table numbers (
    name text not null primary key,
    following bigint not null
);

create table imports (
    id integer not null primary key,
    site_id integer not null references sites (id),
    name text not null,
    content blob not null,
    size_bytes bigint not null,
    lines bigint not null,
    hits bigint not null,
    segments text not null,
    state text not null,
    imported_at bigint not null
);

create index imports_by_site on imports (site_id);

create table drops (
    day date not null,
    site_id integer not null,
    reason text not null,
    count bigint not null,
    primary key (day, site_id, reason)
);

create table settings (
    name text not null primary key,
    value text not null
);

create table meta (
    name text not null primary key,
    value text not null
);

create table revisions (
    name text not null primary key,
    number bigint not null
);

insert into revisions (name, number) values ('accounts', 0), ('sites', 0), ('keys', 0);
