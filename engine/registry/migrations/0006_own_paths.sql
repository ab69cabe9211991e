-- Addresses of a site's own for its script and what it sends to.
alter table sites add column script_path text;

alter table sites add column collector_path text;
