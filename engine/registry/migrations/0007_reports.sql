-- Reports by e-mail: one row for each that was sent, is to be tried again, or was left out.
create table reports (
    site_id integer not null references sites (id),
    kind text not null,
    day date not null,
    attempts integer not null,
    next_try_ms bigint,
    sent_ms bigint,
    error text,
    primary key (site_id, kind, day)
);
