"""A report as an e-mail: text, and HTML with its chart inside; nothing in it is fetched from anywhere."""

from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from engine.insights.wording import quoted
from schemas.reports import Figure, Report, ReportKind
from schemas.sites import Site
from server.insights.bars import bars_png

_NAMES = {ReportKind.DAILY: "day", ReportKind.WEEKLY: "week", ReportKind.MONTHLY: "month"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """`dashboard` and `unsubscribe` are whole addresses."""

    sender: str
    recipient: str
    dashboard: str
    unsubscribe: str


class ReportLetters:
    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def letter(self, site: Site, report: Report, addresses: Addresses) -> EmailMessage:
        name = f"{report.kind}-{report.days.end:%Y%m%d}-{site.uid}"
        host = addresses.sender.rpartition("@")[2].strip("> ") or "hitlake"
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = addresses.sender, addresses.recipient, _subject(site, report)
        # The same over all tries, so that a mailbox shows one letter where an acknowledgement was lost.
        letter["Message-ID"] = f"<{name}@{host}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["List-Unsubscribe"] = f"<{addresses.unsubscribe}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        values = self._values(site, report, addresses, f"chart-{name}@{host}")
        letter.set_content(self._templates.get_template("report.txt").render(values))
        letter.add_alternative(self._templates.get_template("report.html").render(values), subtype="html")
        html = letter.get_body(("html",))
        assert html is not None, "it was just added"
        chart = bars_png([count for _, count in report.course])
        html.add_related(
            chart, "image", "png", cid=f"<{values['image']}>", filename="visitors.png", disposition="inline"
        )
        return letter

    @staticmethod
    def _values(site: Site, report: Report, addresses: Addresses, image: str) -> dict[str, object]:
        insight = report.insight
        told = insight and (insight.traffic_patterns, insight.best_content, insight.recommendations)
        shown = Report(
            report.kind,
            report.days,
            report.figures,
            [(quoted(name), count) for name, count in report.pages],
            [(quoted(name), count) for name, count in report.sources],
            report.course,
            insight,
        )
        return {
            "title": f"{_label(site)}: {_days(report)}",
            "site": site,
            "report": shown,
            "texts": told or (),
            "image": image,
            "address": addresses.dashboard,
            "unsubscribe": addresses.unsubscribe,
            "change": _change,
        }


def _subject(site: Site, report: Report) -> str:
    visitors = report.figures[0]
    return f"{_label(site)}: {visitors.now:,} visitor{'' if visitors.now == 1 else 's'} {_when(report)}"


def _label(site: Site) -> str:
    return " ".join(site.label.split())


def _when(report: Report) -> str:
    if report.kind is ReportKind.DAILY:
        return f"on {report.days.first:%A}"
    return "last week" if report.kind is ReportKind.WEEKLY else f"in {report.days.first:%B}"


def _days(report: Report) -> str:
    if report.kind is ReportKind.DAILY:
        return f"{report.days.first:%A}, {_date(report.days.first)}"
    if report.kind is ReportKind.MONTHLY:
        return f"{report.days.first:%B %Y}"
    return f"{_date(report.days.first)} to {_date(report.days.last)}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _change(figure: Figure) -> str:
    """` (+12%)`, against the same days before; of percent, in points."""
    if figure.unit == "%":
        points = figure.now - figure.before
        return f" ({points:+d} points)" if figure.before and points else ""
    return "" if figure.change is None else f" ({figure.change:+d}%)"
