"""Reports by e-mail, against a real mail server."""

import re
import struct
import zlib
from datetime import date
from email.message import EmailMessage

import pytest

from engine.insights.reporting import days_before, report_day, reported_days
from schemas.insights import InsightChoices, Paragraphs
from schemas.questions import Days
from schemas.reports import ReportKind
from server.insights.bars import HEIGHT, WIDTH, bars_png
from server.insights.reporter import Reporter
from server.insights.scheduler import Scheduler
from server.insights.writing import Writer
from server.uptime.email import SmtpServer
from tests.server.conftest import Running
from tests.server.uptime.mailbox import Mailbox

TODAY = date(2026, 3, 10)
ATTACK = "/<script>alert(1)</script>"
TEXT = Paragraphs("“/<b>x</b>” rose.", "Content.", "Advice.")


def fill(running: Running) -> None:
    """Twelve visitors on the day before, who came from a page of somebody's."""
    running.clock.move(seconds=-86400)
    for number in range(12):
        referrer = "https://news.example/x"
        page = ATTACK if number < 8 else "/"
        running.view(page, visitor=f"203.0.113.{number}", referrer=referrer).raise_for_status()
    running.clock.move(seconds=86400)


def scheduler(running: Running, box: Mailbox) -> Scheduler:
    app = running.app
    server = SmtpServer("127.0.0.1", box.port, "none", None, None, "Hitlake <stats@stats.example>")
    address = str(running.client.base_url).rstrip("/")
    reporter = Reporter(app.registry, app.sources, server, app.dashboard.unsubscribing, address)
    return Scheduler(app.registry, running.clock, Writer(app.sources, app.registry.diary).write, reporter.send_due)


def switch_on(running: Running, **reports: bool) -> None:
    running.app.registry.diary.choose(running.site.id, InsightChoices(**reports))


def parts(letter: EmailMessage) -> tuple[str, str, bytes]:
    """Text, HTML and chart."""
    found = {part.get_content_type(): part.get_content() for part in letter.walk() if not part.is_multipart()}
    return found["text/plain"], found["text/html"], found["image/png"]


def test_a_daily_report_has_the_day_s_numbers_the_insight_and_a_chart_inside(running: Running, box: Mailbox) -> None:
    fill(running)
    switch_on(running, daily_report=True)
    scheduler(running, box).write_due()

    (letter,) = box.letters
    text, html, chart = parts(letter)
    assert (letter["To"], letter["Subject"]) == ("owner@example.com", "My Website: 12 visitors on Monday")
    assert "Visitors: 12" in text
    assert "  news.example: 12 visitors" in text
    assert "12 views" in text
    assert "12 views" in html
    (image,) = re.findall('src="cid:([^"]+)"', html)
    assert f"<{image}>" in [part["Content-ID"] for part in letter.walk()]
    assert chart.startswith(b"\x89PNG")
    assert len(letter.as_bytes()) < 20_000


@pytest.mark.parametrize(
    ("report", "days_later", "subject", "told"),
    [
        ("weekly_report", 6, "My Website: 12 visitors last week", "9 March 2026 to 15 March 2026"),
        ("monthly_report", 22, "My Website: 12 visitors in March", "March 2026"),
    ],
)
def test_a_week_and_a_month_have_their_letter_on_the_day_after_them_and_no_other(
    running: Running, box: Mailbox, report: str, days_later: int, subject: str, told: str
) -> None:
    fill(running)
    switch_on(running, **{report: True})
    running.clock.move(seconds=(days_later - 1) * 86400)
    scheduler(running, box).write_due()
    assert box.letters == []
    for _ in range(3):
        running.clock.move(seconds=86400)
        scheduler(running, box).write_due()

    (letter,) = box.letters
    text, html, chart = parts(letter)
    assert (box.recipients, letter["Subject"]) == (["owner@example.com"], subject)
    assert told in text
    assert told in html
    assert "Visitors: 12" in text
    assert chart.startswith(b"\x89PNG")


def test_strangers_text_is_text_in_the_letter_too(running: Running, box: Mailbox) -> None:
    fill(running)
    switch_on(running, daily_report=True)
    running.app.registry.diary.keep(running.site.id, TODAY, [], TEXT, "narrator")
    scheduler(running, box).write_due()
    _, html, _ = parts(box.letters[0])
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "/&lt;b&gt;x&lt;/b&gt;" in html
    assert 'src="http' not in html


def test_a_report_goes_out_once_and_the_next_one_a_day_later(running: Running, box: Mailbox) -> None:
    fill(running)
    switch_on(running, daily_report=True)
    for _ in range(3):
        scheduler(running, box).write_due()
    assert len(box.letters) == 1
    running.view("/")
    running.clock.move(seconds=86400)
    scheduler(running, box).write_due()
    assert len(box.letters) == 2
    assert box.letters[0]["Message-ID"] != box.letters[1]["Message-ID"]


def test_what_the_mail_server_refuses_for_now_is_tried_again_and_for_ever_is_not(
    running: Running, box: Mailbox
) -> None:
    fill(running)
    switch_on(running, daily_report=True, weekly_report=True)
    box.refusal = "451 later"
    scheduler(running, box).write_due()
    box.refusal = None
    scheduler(running, box).write_due()
    assert box.letters == []
    running.clock.move(seconds=11)
    box.refusal = "550 never"
    scheduler(running, box).write_due()
    box.refusal = None
    running.clock.move(seconds=3600)
    scheduler(running, box).write_due()
    assert box.letters == []


def test_days_without_a_visit_send_nothing(running: Running, box: Mailbox) -> None:
    switch_on(running, daily_report=True)
    scheduler(running, box).write_due()
    assert box.letters == []


def test_the_link_ends_one_report_after_a_click_and_without_signing_in(running: Running, box: Mailbox) -> None:
    fill(running)
    switch_on(running, daily_report=True, monthly_report=True)
    scheduler(running, box).write_due()
    link = box.letters[0]["List-Unsubscribe"].strip("<>")
    assert box.letters[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    diary = running.app.registry.diary

    assert "daily report of example.com" in running.client.get(link).text
    assert diary.choices(running.site.id).daily_report
    done = running.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "is not sent any more" in done.text
    assert diary.choices(running.site.id) == InsightChoices(monthly_report=True)
    assert running.client.post(link[:-1] + "x").status_code == 404


@pytest.mark.parametrize(
    ("kind", "day", "days", "before"),
    [
        ("daily", "2026-03-11", ("2026-03-10", "2026-03-11"), ("2026-03-03", "2026-03-04")),
        ("weekly", "2026-03-09", ("2026-03-02", "2026-03-09"), ("2026-02-23", "2026-03-02")),
        ("monthly", "2026-03-01", ("2026-02-01", "2026-03-01"), ("2026-01-01", "2026-02-01")),
    ],
)
def test_each_kind_has_its_days(kind: str, day: str, days: tuple[str, str], before: tuple[str, str]) -> None:
    report = ReportKind(kind)
    found = report_day(report, date(2026, 3, 11))
    assert found == date.fromisoformat(day)
    assert reported_days(report, found) == Days(*map(date.fromisoformat, days))
    assert days_before(report, reported_days(report, found)) == Days(*map(date.fromisoformat, before))


def test_the_chart_is_a_png_whose_bars_are_as_high_as_their_counts() -> None:
    picture = bars_png([0, 5, 10])
    assert struct.unpack(">II", picture[16:24]) == (WIDTH, HEIGHT)
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    rows = zlib.decompress(picture[start + 4 : start + 4 + length])

    def height(place: int) -> int:
        x = 1 + WIDTH * (2 * place + 1) // 6
        return sum(rows[y * (WIDTH + 1) + x] == 1 for y in range(HEIGHT))

    assert (height(0), height(1), height(2)) == (0, 47, 94)
    assert bars_png([]).startswith(b"\x89PNG")
