"""Small exports of other systems, in the columns that those write."""

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0"

GOATCOUNTER = f"""\
2Path,Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,FirstVisit,Date
/,Home,false,,Chrome 126,macOS 14.5,session-a,0,,,"1440,900,2",KR-11,true,2026-07-09T01:00:00Z
/post?ref=feed,"A, post",false,,Chrome 126,macOS 14.5,session-a,0,,,"1440,900,2",KR-11,false,2026-07-09T01:05:00Z
/post,"A, post",false,{FIREFOX},Firefox 125,Linux,session-b,0,news.example.net/item?id=1,h,"1920,1080,1",DE,true,\
2026-07-09T02:00:00+02:00
/,Home,false,,Safari 17,iOS 17.5,session-c,0,Hacker News,g,"390,844,3",US,true,2026-07-10T03:00:00Z
download,,true,,Safari 17,iOS 17.5,session-c,0,,,,US,false,2026-07-10T03:01:00Z
/,Home,false,,Chrome 126,Linux,session-d,150,,,,US,true,2026-07-10T04:00:00Z
/,Home,false,,Chrome 126,Linux,session-e,0,,,,US,true,yesterday
/,Home,false
"""

UMAMI = """\
website_id,session_id,visit_id,event_id,hostname,browser,os,device,screen,language,country,region,city,url_path,\
url_query,utm_source,referrer_path,referrer_query,referrer_domain,page_title,event_type,event_name,tag,created_at
w,s1,v1,e1,example.com,chrome,Mac OS,laptop,1440x900,en-US,DE,DE-BE,Berlin,/pricing,utm_source=news&utm_medium=mail,\
news,/post,q=1,blog.example.net,Pricing,1,,,2026-03-15 10:00:00
w,s1,v1,e2,example.com,chrome,Mac OS,laptop,1440x900,en-US,DE,DE-BE,Berlin,/pricing,,,,,,Pricing,2,signup,,\
2026-03-15 10:01:00
w,s2,v2,e3,www.example.com,ios,iOS,mobile,390x844,fr-FR,FR,,,/,?ref=toot,,,,,Home,1,,,2026-03-15 10:02:00.250
w,s3,v3,e4,other.example.net,edge-chromium,Windows 10,desktop,1x1,de,AT,,,/,,,,,,Home,1,,,2026-03-15 10:03:00
"""

TINYLYTICS = """\
id,url,path,referrer,country,browser_name,platform_name,is_mobile,source,created_at
1,https://example.com/a,/a,https://blog.example.net/x,SE,Firefox,Linux,false,,2026-05-01 08:00:00 UTC
2,https://example.com/b,/b,,SE,Firefox,Linux,false,,2026-05-01T08:01:00Z
3,,/c,,JP,Safari,iOS,true,toot,2026-05-02T08:00:00.000+09:00
"""

MATOMO = """\
idVisit,visitIp,visitorId,referrerUrl,countryCode,city,browserName,operatingSystemName,deviceType,languageCode,\
actionDetails_0_type,actionDetails_0_url,actionDetails_0_timestamp,actionDetails_0_eventAction,\
actionDetails_1_type,actionDetails_1_url,actionDetails_1_timestamp,actionDetails_1_eventAction
11,203.0.113.9,abc,https://search.example.net/,de,Berlin,Chrome Mobile,Android,Smartphone,de,\
action,https://example.com/a,1772791200,,event,https://example.com/a,1772791260,play
12,203.0.113.8,def,,fr,,Firefox,GNU/Linux,Desktop,fr,action,https://example.com/b,1772791300,,\
outlink,https://other.example.net/,1772791310,
13,203.0.113.7,ghi,,fr,,Firefox,Windows,Desktop,fr,,,,,,,,
"""
