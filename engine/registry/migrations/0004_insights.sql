-- Insights: what was written, and what each site's owner chose. Instants are epoch milliseconds.
create table insights (
    id integer not null primary key,
    site_id integer not null references sites (id),
    day date not null,
    generated_ms bigint not null,
    author text not null,
    traffic_patterns text not null,
    best_content text not null,
    recommendations text not null,
    facts text not null,
    unique (site_id, day)
);

create table insight_sites (
    site_id integer not null primary key references sites (id),
    choices text not null,
    considered date
);
