"""What is said of a fact: several wordings of each, with slots for its numbers and names.

{now}, {before}, {change} are counts and percent; {name}, {other} what the fact is about; {weeks} and {usual} what it is
compared with.
"""

from schemas.insights import FactKind

WEEK_UP = (
    "The last seven days brought {now}, {change} more than the {before} of {usual}.",
    "With {now} in seven days, the site was {change} busier than in {usual}, which has {before}.",
    "Traffic is up: {now} in the last seven days, against {before} in {usual}, a rise of {change}.",
)
WEEK_DOWN = (
    "The last seven days were quieter: {now}, {change} fewer than the {before} of {usual}.",
    "The site had {now} in seven days, {change} below the {before} of {usual}.",
    "Traffic is down by {change}: {now} in the last seven days, against {before} in {usual}.",
)
WEEK_LEVEL = (
    "An ordinary week: {now} in seven days, where {usual} has {before}.",
    "The total is within the ordinary, with {now} in the last seven days against {before} in {usual}.",
    "Nothing unusual in the total: {now} in seven days, and {before} in {usual}.",
)
WEEK_FIRST = (
    "The last seven days brought {now}. There is no earlier week to compare them with yet.",
    "The site had {now} in the last seven days; comparisons begin once there is a week before them.",
    "So far so good: {now} in seven days. What is usual here will show in the weeks to come.",
)
VISITORS = (
    "They came from {now}, a visitor counting once a day.",
    "Behind them were {now}, each counted once a day.",
    "That was the work of {now}, counted once a day each.",
)
BEST_DAY = (
    "{name} was the busiest day with {now}.",
    "The most came on {name}: {now}.",
    "{name} led the week with {now}.",
)
PEAK_HOUR = (
    "The hour from {name} was the liveliest, with {now} over the seven days.",
    "People come most in the hour from {name}: {now} in the seven days.",
    "Over the day, the hour from {name} drew the most: {now} in all.",
)

SAID: dict[FactKind, tuple[str, ...]] = {
    FactKind.RECORD_WEEK: (
        "That is the best week in at least {weeks_and_one}; the best before had {before}.",
        "None of the {weeks_bare} weeks before was as good: the best of them had {before}.",
    ),
    FactKind.RECORD_DAY: (
        "{name} was the best {name} in at least {weeks_and_one}: {now}, where the best before had {before}.",
        "With {now}, {name} beat each of the {weeks_bare} {name}s before it; the best of those had {before}.",
    ),
    FactKind.DAY_SPIKE: (
        "{name} stood out: {now}, where a {name} usually has {before}.",
        "On {name} there was a rush, {now} instead of the usual {before}.",
    ),
    FactKind.DAY_DROP: (
        "{name} was unusually quiet: {now}, where a {name} usually has {before}.",
        "On {name} only {now} came, instead of the usual {before}.",
    ),
    FactKind.BURST: (
        (
            "On {name}, in the hour from {other}, {now} came at once, where {before} are usual, and {share} of them "
            "left after one page: that looks like a machine, not like people."
        ),
        (
            "The {now} in the hour from {other} on {name} hardly were people: {share} of them left after one page, "
            "and that hour usually has {before}."
        ),
    ),
    FactKind.DECLINE: (
        "The longer view asks for attention: it has gone down steadily, from {before} to {now} a week in {weeks}.",
        "Slowly but steadily it is getting less: a week now has {now}, where it had {before} {weeks} ago.",
    ),
    FactKind.GROWTH: (
        "The longer view is good: it has gone up steadily, from {before} to {now} a week in {weeks}.",
        "Slowly but steadily it grows: a week now has {now}, where it had {before} {weeks} ago.",
    ),
    FactKind.WEEKDAY_SHIFT: (
        "The week has changed its shape: {name} gained, with {now} instead of {before}, and {other} lost ground.",
        "Visitors have moved from {other} to {name}, which had {now} where {before} were usual.",
    ),
    FactKind.HOUR_SHIFT: (
        "The liveliest hour has moved from {other} to {name}, which drew {now} where {before} were usual.",
        "People come at another time now: most in the hour from {name} ({now}, usually {before}), not from {other}.",
    ),
    FactKind.PAGE_UP: (
        "{name} took off: {now}, where {usual} has {before}.",
        "{name} rose from {before} in {usual} to {now}.",
        "There is new interest in {name}, with {now} against {before} in {usual}.",
    ),
    FactKind.PAGE_DOWN: (
        "{name} lost readers: {now}, where {usual} has {before}.",
        "{name} fell from {before} in {usual} to {now}.",
    ),
    FactKind.PAGE_NEW: (
        "{name} had not been seen in {weeks}, and has {now} now.",
        "A newcomer found its readers: {name}, with {now} after none in {weeks}.",
    ),
    FactKind.SOURCE_UP: (
        "{name} sent {now}, up from {before} in {usual}.",
        "More people come from {name}: {now}, where {usual} has {before}.",
    ),
    FactKind.SOURCE_DOWN: (
        "{name} sent only {now}, down from {before} in {usual}.",
        "Fewer people come from {name}: {now}, where {usual} has {before}.",
    ),
    FactKind.SOURCE_NEW: (
        "For the first time in {weeks}, {name} sent people: {now}.",
        "A new source turned up: {now} came from {name}, which had sent nobody in {weeks}.",
    ),
    FactKind.CAMPAIGN_UP: (
        "Links tagged {name} brought {now}, up from {before} in {usual}.",
        "The tag {name} works: {now}, where {usual} has {before}.",
    ),
    FactKind.CAMPAIGN_NEW: (
        "Links tagged {name} brought {now}, after none in {weeks}.",
        "The tag {name}, not seen in {weeks}, brought {now}.",
    ),
    FactKind.COUNTRY_UP: (
        "More people than usual came from {name}: {now}, against {before} in {usual}.",
        "{name} rose to {now}, from {before} in {usual}.",
    ),
    FactKind.COUNTRY_DOWN: (
        "Fewer people than usual came from {name}: {now}, against {before} in {usual}.",
        "{name} fell to {now}, from {before} in {usual}.",
    ),
    FactKind.COUNTRY_NEW: (
        "{name} is on the map, with {now} after none in {weeks}.",
        "For the first time in {weeks}, people came from {name}: {now}.",
    ),
    FactKind.EVENT_UP: (
        "The event {name} was counted {now_bare} times, up from {before} in {usual}.",
        "{name} happened more often: {now_bare} times, where {usual} has {before}.",
    ),
    FactKind.EVENT_DOWN: (
        "The event {name} was counted {now_bare} times, down from {before} in {usual}.",
        "{name} happened less often: {now_bare} times, where {usual} has {before}.",
    ),
    FactKind.DEVICE_SHIFT: (
        "{name} gained: {now} of the visitors, up from {before}.",
        "The share of {name} went up from {before} to {now} of the visitors.",
    ),
    FactKind.BOUNCE_PAGE: (
        "Of the visits that begin at {name}, {now} end right there; of the others it is {before}.",
        "{name} lets people go: {now} of the visits that begin there see nothing else, against {before} elsewhere.",
    ),
    FactKind.BOUNCE_UP: (
        "Of the visits that begin at {name}, {now} end right there, where {before} did in the {weeks} before.",
        "{name} keeps fewer people than it did: {now} of the visits that begin there end there, up from {before}.",
    ),
    FactKind.EXIT_UP: (
        "{name} has become a way out: {now} of the longer visits that saw it ended there, up from {before}.",
        "More visits end at {name}: {now} of those that did more than open it, up from {before} in the {weeks} before.",
    ),
}

TOP_PAGES = (
    "The most was read on {list}.",
    "The first places went to {list}.",
    "What people looked at most: {list}.",
)
TOP_SOURCES = (
    "The links that brought the most people are on {list}.",
    "The best sources were {list}.",
    "Links brought people from {list}.",
)
ONE_PAGE = (
    "{list} is the page that was read most.",
    "The page that people came for is {list}.",
)
TOP_ENTRY = (
    "More visits begin at {name} than anywhere else: {now_bare}.",
    "The front door is {name}: {now} began there.",
    "People come in by {name} more than by any other page; {now} began there.",
)

GONE: dict[FactKind, tuple[str, ...]] = {
    FactKind.DAY_DROP: (
        "On {name} nobody was seen at all, where a {name} usually has {before} views.",
        "{name} has not a single view; {before} are usual on a {name}.",
    ),
    FactKind.PAGE_DOWN: (
        "Nobody looked at {name}, which has {before} views in {usual}.",
        "{name} was not seen once; {usual} has {before} views of it.",
    ),
    FactKind.SOURCE_DOWN: (
        "Nobody came from {name}, which sends {before} visitors in {usual}.",
        "{name} has gone silent: it sent {before} visitors in {usual}, and none now.",
    ),
    FactKind.COUNTRY_DOWN: (
        "Nobody came from {name}, which has {before} visitors in {usual}.",
        "{name} is missing: no visitor, where {usual} has {before}.",
    ),
    FactKind.EVENT_DOWN: (
        "The event {name} did not happen once; {usual} has it {before} times.",
        "{name} has gone silent: not once in seven days, where {usual} has it {before} times.",
    ),
}
"""Instead, where nothing is left of it."""
