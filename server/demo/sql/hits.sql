-- The hits from one place to another, in order of time, in words: the columns of HIT_SCHEMA after the hit's id.
select
    site_id::integer as site_id,
    day,
    hour,
    created_ms,
    visitor,
    clicks.event,
    clicks.event_value,
    clicks.props,
    pages.path,
    'https://' || domain || pages.path || '?' || query as url,
    channels.referrer,
    channels.referrer_host,
    channels.source,
    channels.medium as utm_medium,
    channels.campaign as utm_campaign,
    channels.content as utm_content,
    channels.term as utm_term,
    countries.country,
    null::varchar as region,
    null::varchar as city,
    browser,
    platform,
    device,
    language
from steps
join cells using (cell)
join pages using (page)
left join clicks on clicks.kind = click_kind
left join channels using (channel_spin)
join agents using (agent_spin)
join countries using (country_spin)
join languages on languages.country = countries.country and languages.language_spin = steps.language_spin
where place > $after and place <= $last
order by place
