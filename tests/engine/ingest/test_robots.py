import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from engine.ingest.agents import Agents
from engine.ingest.robots import Robots
from tests.engine.ingest.arrivals import CHROME, IPHONE


@pytest.fixture(scope="module")
def robots() -> Robots:
    return Robots(Agents())


@pytest.mark.parametrize(
    "user_agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; NeverSeenBefore-Bot/0.1)",
        "NeverSeenCrawler",
        "curl/8.5.0",
        "python-requests/2.32",
        "Java/17.0.2",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Thing/1.0; someone@example.org)",
    ],
)
@pytest.mark.parametrize("trusted", [True, False])
def test_who_names_itself_a_robot_is_one_whoever_vouches(robots: Robots, user_agent: str, trusted: bool) -> None:
    assert robots.is_robot(user_agent, trusted)


@pytest.mark.parametrize("user_agent", [None, "", "OurApp/1.0", "Mozilla/5.0", "Mozilla/5.0 (compatible)", "-"])
def test_what_is_no_browser_counts_only_if_somebody_vouches(robots: Robots, user_agent: str | None) -> None:
    assert robots.is_robot(user_agent, trusted=False)
    assert not robots.is_robot(user_agent, trusted=True)


@pytest.mark.parametrize(
    "user_agent",
    [
        CHROME,
        IPHONE,
        "Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8.119 Version/11.10",
        "Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
    ],
)
def test_browsers_are_no_robots(robots: Robots, user_agent: str) -> None:
    assert not robots.is_robot(user_agent, trusted=False)


def test_every_example_of_the_list_is_a_robot_though_somebody_vouches(robots: Robots) -> None:
    examples = [example for robot in CRAWLER_USER_AGENTS_DATA for example in robot.get("instances", [])]
    assert len(examples) > 1000
    assert [example for example in examples if not robots.is_robot(example, trusted=True)] == []
