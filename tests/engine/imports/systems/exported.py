"""Small exports of other systems, in the columns that those write."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

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

PLAUSIBLE = {
    "imported_visitors_20230101_20230102.csv": """\
"date","visitors","pageviews","bounces","visits","visit_duration"
"2023-01-01",10,25,4,12,360
"2023-01-02",5,9,1,6,90
""",
    "imported_pages_20230101_20230102.csv": """\
"date","hostname","page","visits","visitors","pageviews","total_scroll_depth","total_scroll_depth_visits"
"2023-01-01","example.com","/",9,8,15,0,0
"2023-01-01","www.example.com","/",1,1,2,0,0
"2023-01-01","example.com","/blog",5,5,8,0,0
"2023-01-02","example.com","/",6,5,9,0,0
"yesterday","example.com","/",6,5,9,0,0
""",
    "imported_entry_pages_20230101_20230102.csv": """\
"date","entry_page","visitors","entrances","visit_duration","bounces","pageviews"
"2023-01-01","/",9,10,300,3,20
""",
    "imported_exit_pages_20230101_20230102.csv": """\
"date","exit_page","visitors","visit_duration","exits","bounces","pageviews"
"2023-01-01","/blog",4,60,5,1,8
""",
    "imported_sources_20230101_20230102.csv": """\
"date","source","referrer","utm_source","utm_medium","utm_campaign","utm_content","utm_term","pageviews","visitors","visits","visit_duration","bounces"
"2023-01-01","","","","","","","",15,6,7,200,3
"2023-01-01","Hacker News","news.example.net/item","","","","","",6,3,3,100,1
"2023-01-01","Google","","","","","","",3,1,1,40,0
"2023-01-01","letter","","letter","email","spring","","",1,1,1,20,0
""",
    "imported_locations_20230101_20230102.csv": """\
"date","country","region","city","visitors","visits","visit_duration","bounces","pageviews"
"2023-01-01","DE","DE-BE",2950159,7,8,200,2,18
"2023-01-01","DE","DE-BY",2867714,1,1,60,1,2
"2023-01-01","FR","","",2,3,100,1,5
""",
    "imported_devices_20230101_20230102.csv": """\
"date","device","visitors","visits","visit_duration","bounces","pageviews"
"2023-01-01","Desktop",5,6,200,2,15
"2023-01-01","Laptop",3,3,60,1,6
"2023-01-01","Mobile",2,3,100,1,4
""",
    "imported_browsers_20230101_20230102.csv": """\
"date","browser","browser_version","visitors","visits","visit_duration","bounces","pageviews"
"2023-01-01","Chrome","109.0",4,5,150,2,12
"2023-01-01","Chrome","108.0",2,2,50,1,4
"2023-01-01","Microsoft Edge","109.0",4,5,160,1,9
""",
    "imported_operating_systems_20230101_20230102.csv": """\
"date","operating_system","operating_system_version","visitors","visits","visit_duration","bounces","pageviews"
"2023-01-01","Mac","13.1",5,6,200,2,15
"2023-01-01","GNU/Linux","",5,6,160,2,10
""",
    "imported_custom_events_20230101_20230102.csv": """\
"date","name","link_url","path","visitors","events"
"2023-01-01","Signup","","/",2,3
"2023-01-01","Outbound Link: Click","https://other.example.net/","",1,1
""",
}

MATOMO_REPORTS = {
    "VisitsSummary.get.csv": """\
date,nb_uniq_visitors,nb_users,nb_visits,nb_actions,nb_visits_converted,bounce_count,sum_visit_length,max_actions
2023-02-01,20,0,25,60,0,8,1500,9
2023-02-02,0,0,0,0,0,0,0,0
""",
    "Actions.getPageUrls.csv": """\
date,label,nb_visits,nb_uniq_visitors,nb_hits,sum_time_spent,metadata_url
2023-02-01,/index,15,14,30,100,https://example.com/
2023-02-01,/blog/post,8,8,20,300,https://example.com/blog/post?x=1
""",
    "UserCountry.getCountry.csv": """\
date,label,nb_visits,nb_uniq_visitors,nb_actions,metadata_code
2023-02-01,Germany,20,16,50,de
2023-02-01,Unknown,5,4,10,xx
""",
}

GA4 = """\
# ----------------------------------------
# Pages and screens
# Start date: 20230301
# End date: 20230302
# ----------------------------------------

Date,Page path and screen class,Country,Views,Active users,Sessions,Engaged sessions
,,,"1,240",7,9,5
20230301,/,Germany,"1,200",4,5,3
20230301,/about?x=1,United States,30,2,3,2
20230302,/,(not set),10,1,1,0
"""


def zipped(folder: Path, texts: Mapping[str, str], name: str = "export.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in texts.items():
            archive.writestr(file, text)
    return path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path
