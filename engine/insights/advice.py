"""What may be done about a fact, in several wordings of each; the slots are those of what is said of it."""

from schemas.insights import FactKind

ADVICE: dict[FactKind, tuple[str, ...]] = {
    FactKind.BURST: (
        (
            "Look at who came on {name} in the hour from {other}; if it was a machine of yours, exclude its address in "
            "the site's settings, and leave that hour out of your conclusions."
        ),
        (
            "Do not read success into the rush of {name}: if you know the machine behind it, exclude its address in "
            "the site's settings."
        ),
    ),
    FactKind.SOURCE_NEW: (
        "Find out what {name} says about you and say thank you there, while people still read it.",
        "Have a look at {name}: somebody links to you there, and an answer now reaches everybody who follows.",
    ),
    FactKind.SOURCE_UP: (
        "{name} is worth an hour of yours: see which of your pages is linked there, and make its next step obvious.",
        "While {name} sends people, greet them: what they came for, and where to go next, belongs on top of the page.",
    ),
    FactKind.SOURCE_DOWN: (
        "Check whether the links on {name} still work and still lead to the right page.",
        "Find out what changed at {name}: a link that is gone or broken can often be had back by asking.",
    ),
    FactKind.PAGE_UP: (
        "Use the interest in {name}: link from there to the page you want people to see next.",
        "Keep {name} fresh while it is read, and add one clear next step to it.",
    ),
    FactKind.PAGE_NEW: (
        "{name} started well: link to it from the homepage, and write down what made it work.",
        "Give {name} a follow-up soon; its readers are still near.",
    ),
    FactKind.PAGE_DOWN: (
        "Open {name} as a visitor would: see whether links to it are gone or its content is out of date.",
        "See where the readers of {name} used to come from, and whether those links still stand.",
    ),
    FactKind.DECLINE: (
        (
            "Pick the page that brought the most visits {weeks} ago and see whether its links and its place in search "
            "results are still what they were."
        ),
        (
            "A slow decline rarely has one cause: begin with the sources, compare them with those of {weeks} ago, and "
            "write one new piece for the best of them."
        ),
    ),
    FactKind.GROWTH: (
        (
            "Growth of this kind comes from something that works: find the page that gained most in {weeks}, and make "
            "more like it."
        ),
        "Do more of what you began {weeks} ago: it is still paying.",
    ),
    FactKind.DAY_DROP: (
        "Check whether the site, and the script on it, worked all of {name}.",
        "Make sure that nothing was broken on {name}: a page without the script, a server that was down, a holiday.",
    ),
    FactKind.DAY_SPIKE: (
        "See what brought people on {name}, and whether it can be done again.",
        "Look at the sources of {name}: what worked on that day may work on another one.",
    ),
    FactKind.WEEKDAY_SHIFT: (
        "Try to publish on {name} instead of {other}, as that is when people come now.",
        "Move what you send out to {name}: {other} is no longer the day for it.",
    ),
    FactKind.HOUR_SHIFT: (
        "Publish a little before {name}, when most people are here now.",
        "If you post links yourself, do it shortly before {name} from now on.",
    ),
    FactKind.BOUNCE_PAGE: (
        "Give {name} a visible next step, such as two related pages at its end.",
        "See what visitors of {name} expect to find, and link to it at the top of the page.",
    ),
    FactKind.BOUNCE_UP: (
        "Think of what changed on {name} and in the links to it: its visitors do not find what they came for any more.",
        "Open {name} by the links that lead to it, on a phone too, and see what greets people there now.",
    ),
    FactKind.EXIT_UP: (
        "Go through {name} as a visitor would: something there may be broken, or the next step may be out of sight.",
        "See what changed on {name}, and whether every link and button on it still works.",
    ),
    FactKind.CAMPAIGN_UP: (
        "The tag {name} pays off: give it another round while it does.",
        "Put the link tagged {name} into one more place.",
    ),
    FactKind.CAMPAIGN_NEW: (
        "The links tagged {name} work: follow the people they bring to the page where they stop, and mend that one.",
        "Compare what {name} brought with what it took you, while you still remember, and decide about the next one.",
    ),
    FactKind.COUNTRY_NEW: (
        "See which page the visitors from {name} read; a sentence for them costs little.",
        "Find the link that brought people from {name}, and see who else reads it.",
    ),
    FactKind.COUNTRY_UP: (
        "Check that the pages which visitors from {name} read work for them: language, prices, delivery.",
        "Look up which source brought the visitors from {name}; there may be more there.",
    ),
    FactKind.DEVICE_SHIFT: (
        "Open your first three pages on a {device} and look at them with a stranger's eyes.",
        "Test the way from the first page to what you want people to do on a {device}.",
    ),
    FactKind.EVENT_DOWN: (
        "Try {name} yourself: see whether what triggers it still works.",
        "Go through what leads to {name}, step by step; something there may be broken.",
    ),
    FactKind.TOP_PAGE: (
        "{name} has the most readers, so whatever you want to be seen should be linked from there.",
        "Read {name} once more with fresh eyes: no other page of yours is seen more.",
        "Ask one thing of the readers of {name}, such as a subscription or a reply: no other page has as many.",
    ),
    FactKind.BEST_DAY: (
        "{name} was the busiest day: have the next new thing ready by then.",
        "If you can choose the day for your next piece, take {name}.",
        "Keep an eye on {name}: if it leads again next week, make it your day for news.",
    ),
    FactKind.PEAK_HOUR: (
        "If you announce something, do it shortly before {name}, when most people come.",
        "Answer questions and comments in the hour from {name}: that is when most people come.",
        "Plan work on the site away from the hour that begins at {name}, when most people come.",
    ),
    FactKind.TOP_SOURCE: (
        "{name} sends more people than any other link: keep that place well tended.",
        "See which pages {name} links to, and make sure that they are your best.",
        "Look at what {name} sends you: whoever wrote that link may write another one.",
    ),
}

USUAL: tuple[FactKind, ...] = (FactKind.TOP_PAGE, FactKind.BEST_DAY, FactKind.TOP_SOURCE, FactKind.PEAK_HOUR)
"""What advice can always be given about, for weeks without news."""
