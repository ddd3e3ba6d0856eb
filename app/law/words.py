"""An Answer in sentences, for the screen, the letter and the terminal, from the very conditions weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from app.language import N_, _, plural
from app.law.answers import Answer, Outlook, Reason, Value, Verdict
from app.law.calendar import Period, after, elapsed
from app.law.conditions import COUNTED, GUARDIANS
from app.law.facts import FACTS
from app.law.ledger import WHY, LedgerEntry
from app.law.parameters import PARAMETER_WORDS

GLYPHS = {Verdict.YES: "✓", Verdict.NO: "✗", Verdict.UNKNOWN: "?"}

VERDICTS = {Verdict.YES: N_("yes"), Verdict.NO: N_("no"), Verdict.UNKNOWN: N_("cannot say")}

KINDS = {
    "pension": N_("pension insurance"),
    "medical": N_("medical insurance"),
    "unemployment": N_("unemployment insurance"),
    "injury": N_("work injury insurance"),
    "maternity": N_("maternity insurance"),
    "any": N_("social insurance"),
}

LEVELS = {
    "primary": N_("primary school"),
    "junior": N_("junior high school"),
    "senior": N_("senior high school"),
    "vocational": N_("vocational school"),
    "higher": N_("higher education"),
}

CHOICES = {
    "male": N_("male"),
    "female": N_("female"),
    "none": N_("no schooling"),
    "primary": N_("finished primary school"),
    "junior": N_("finished junior high school"),
    "senior": N_("finished senior high school"),
    "vocational": N_("finished vocational school"),
    "college": N_("a college diploma"),
    "bachelor": N_("a bachelor's degree"),
    "master": N_("a master's degree"),
    "doctor": N_("a doctor's degree"),
    "pauses": N_("it stops and goes on when they are there"),
    "restarts": N_("it begins again when they are there"),
    "runs_on": N_("it runs on"),
    "returns_old": N_("the old card is handed back against the new one"),
    "keeps_old": N_("the old card need not be handed back"),
    "noted": N_("it is noted, the card stays"),
    "new_card": N_("a new card is made"),
    "forged_altered_or_by_deceit": N_("forged, altered or obtained by deceit"),
    "at cost": N_("the cost of the card; no rate is on file"),
    "0 yuan": N_("free"),
}

GROUPS = {
    "all": N_("all of these"),
    "any": N_("any one of these"),
    "not": N_("none of this"),
    "any_guardian": N_("one of the guardians"),
    "every_guardian": N_("every guardian"),
    "absent": N_("The local number is not on file."),
}
NOT_ON_FILE = GROUPS["absent"]

NAMED = 2
"""So many unverified numbers are named on a line; of more the first, for all stand below the tree."""

SCORED = ("points", "per", "when", "best_of")

TESTS = {
    "is": N_("{fact}: {asked}"),
    "at_least": N_("{fact}: at least {asked}"),
    "at_most": N_("{fact}: at most {asked}"),
    "under": N_("{fact}: less than {asked}"),
    "one_of": N_("{fact}: one of {asked}"),
    "before": N_("{fact}: before {asked}"),
    "after": N_("{fact}: after {asked}"),
}

APPLYING = N_("Still missing: {things}. Expected to be able to apply on {day}.")
REPORTING = N_("Not yet; the report is expected to fall due on {day}.")
EXPECTED = {
    "may_apply_for_permit": APPLYING,
    "may_apply_for_permit_early": APPLYING,
    "may_endorse": N_("Not in the endorsement window; expected to open on {day}."),
    "must_register": N_("Not yet; registration is expected to fall due on {day}."),
    "must_report_arrival": REPORTING,
    "must_report_move": REPORTING,
}
NOT_DUE = {
    "must_register": N_("No registration is due."),
    "must_report_arrival": N_("No report is due."),
    "must_report_move": N_("No report is due."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tree of reasons: how deep, the verdict, what was asked, and how it stands that day.

    ``rests_on`` is where the number asked stands, if not in the rule, and what of it nobody has read.
    """

    depth: int
    verdict: Verdict
    asked: str
    stands: str
    rests_on: str = ""

    def __str__(self) -> str:
        stands = _("{asked} ({stands})", asked=self.asked, stands=self.stands) if self.stands else self.asked
        line = " · ".join(filter(None, (stands, self.rests_on)))
        return f"{'  ' * self.depth}{GLYPHS[self.verdict]} {line}"


# --- sentences


def titled(title: Mapping[str, str]) -> str:
    """A pack's title in the officer's language; packs carry both, so a new benefit needs no catalogue."""
    # Translators: the key of a pack's titles to show: zh in Chinese, en in any other language.
    return title.get(_("en")) or title.get("en", "")


def summary(answer: Answer) -> str:
    """The answer in one sentence: since when, or what is still missing and from when it is expected."""
    if answer.verdict is Verdict.YES:
        return _("Yes, since {day}.", day=answer.since) if answer.since else _("Yes.")
    if answer.reasons.kind == "absent":
        return _(NOT_ON_FILE)
    if answer.verdict is Verdict.UNKNOWN and _only_numbers_lack(answer):
        return _(NOT_ON_FILE)
    if answer.verdict is Verdict.UNKNOWN:
        return _("Cannot say yet; find out first: {things}.", things=listed(unknown(answer)))
    return _what_is_missing(answer)


def _what_is_missing(answer: Answer) -> str:
    things = listed(missing(answer))
    if answer.opens is None and answer.rule in NOT_DUE:
        return _(NOT_DUE[answer.rule])
    if answer.opens is None:
        return _("Still missing: {things}.", things=things)
    expected = EXPECTED.get(answer.rule, N_("Still missing: {things}. Expected to open on {day}."))
    return _(expected, things=things, day=answer.opens)


def missing(answer: Answer) -> tuple[str, ...]:
    """What is still missing, each in a phrase: so many days of residence, so many months of insurance."""
    return _missing(answer.reasons, answer.day)


def unknown(answer: Answer) -> tuple[str, ...]:
    """What has to be found out before the law can answer, each thing in a phrase."""
    found = [
        asked_in_words(reason)
        for reason in answer.reasons.walk()
        if reason.fact and reason.verdict is Verdict.UNKNOWN
    ]
    return tuple(dict.fromkeys(found))


def _only_numbers_lack(answer: Answer) -> bool:
    """Whether nothing about the person has to be found out, only a number this place has not set."""
    open_ones = [
        reason for reason in answer.reasons.walk() if reason.fact and reason.verdict is Verdict.UNKNOWN
    ]
    return bool(open_ones) and all(reason.kind == "test" and reason.asked is None for reason in open_ones)


def _missing(reason: Reason, day: date) -> tuple[str, ...]:
    """What is missing below this reason; where no part says it, the reason itself does."""
    if reason.verdict is not Verdict.NO:
        return ()
    if reason.kind == "points":
        return _points_missing(reason, day)
    if reason.fact:
        return (_shortfall(reason, day),)
    if reason.kind in ("any", "any_guardian") and reason.parts:
        each = [listed(_missing(part, day)) for part in reason.parts]
        return (reduce(lambda one, other: _("{one} or {other}", one=one, other=other), filter(None, each)),)
    if reason.kind == "not":
        return (_("not: {thing}", thing=listed(tuple(map(asked_in_words, reason.parts)))),)
    found = tuple(thing for part in reason.parts for thing in _missing(part, day))
    return found or (asked_in_words(reason),)


def _points_missing(reason: Reason, day: date) -> tuple[str, ...]:
    """What is missing besides the points, and how many points are."""
    besides = [part for part in reason.parts if part.kind not in SCORED]
    found = tuple(thing for part in besides for thing in _missing(part, day))
    if not isinstance(reason.value, (int, float)) or reason.asked is None:
        return found
    short = round(float(reason.asked) - reason.value, 2)
    return (*found, _("{points} points", points=f"{short:g}")) if short > 0 else found


def _shortfall(reason: Reason, day: date) -> str:
    """How much of the fact is missing: 155 days of residence, 7 months of insurance, or all of it."""
    fact = fact_in_words(reason)
    if reason.test != "at_least" or reason.asked is None:
        return asked_in_words(reason)
    if reason.asked.isdigit() and isinstance(reason.value, int):
        lacking = counted_in_words(FACTS[str(reason.fact)].kind, int(reason.asked) - reason.value)
        return _("{fact} {length}", fact=fact, length=lacking)
    if reason.start:
        length = until_in_words(day, after(reason.start, Period.parse(reason.asked)))
        return _("{fact} {length}", fact=fact, length=length)
    return _("{fact} {length}", fact=fact, length=_bound(reason))


def listed(things: tuple[str, ...]) -> str:
    """Several phrases in one."""
    return reduce(lambda one, other: _("{one}, {other}", one=one, other=other), things) if things else ""


def came_true(answer: Answer) -> tuple[str, ...]:
    """What came true on the day the answer turned to yes, or will by outlook, each thing in a phrase.

    Where nothing about the person did, it was the rule that came into force.
    """
    day = answer.since if answer.verdict is Verdict.YES else answer.opens
    if day is None:
        return ()
    return tuple(dict.fromkeys(_came_true(answer.reasons, day))) or (_("the rule is in force"),)


def _came_true(reason: Reason, day: date) -> tuple[str, ...]:
    """The smallest conditions below this one that hold from the day on."""
    if day != (reason.since if reason.verdict is Verdict.YES else reason.first_day):
        return ()
    if reason.kind == "not":
        return (_("not: {thing}", thing=listed(tuple(map(asked_in_words, reason.parts)))),)
    below = tuple(phrase for part in reason.parts for phrase in _came_true(part, day))
    if reason.kind == "on_day":
        below = tuple(map(asked_in_words, (part for part in reason.walk() if part.fact)))
    if reason.kind in GUARDIANS and below:
        return (_("{fact}: {asked}", fact=_(GROUPS[reason.kind]), asked=listed(below)),)
    return below or (asked_in_words(reason),)


# --- the tree


def tree(answer: Answer) -> tuple[Line, ...]:
    """The reasons line by line, the whole rule first, its parts below it."""
    return tuple(_lines(answer.reasons, 0, answer.day))


def _lines(reason: Reason, depth: int, day: date) -> list[Line]:
    stands, rests_on = stands_in_words(reason, day), rests_on_in_words(reason)
    line = Line(depth, reason.verdict, asked_in_words(reason), stands, rests_on)
    return [line, *(below for part in reason.parts for below in _lines(part, depth + 1, day))]


def asked_in_words(reason: Reason) -> str:
    """What was asked: "residence without a break: at least 6 months"."""
    if reason.kind in SCORED:
        return _scored_in_words(reason)
    if reason.kind == "on_day":
        return _("each year on {day}", day=reason.asked)
    if reason.kind == "value":
        name = _(PARAMETER_WORDS[str(reason.parameters["name"])])
        return _("{name}: {value}", name=name, value=bound_in_words(str(reason.asked)))
    if reason.fact is None:
        return _(GROUPS[reason.kind])
    fact = fact_in_words(reason)
    if reason.test == "is" and reason.asked in ("yes", "no"):
        return fact if reason.asked == "yes" else _("without {fact}", fact=fact)
    tested = TESTS[reason.test or "is"]
    return _(tested, fact=fact, asked=_bound(reason))


def _scored_in_words(reason: Reason) -> str:
    """How an item gives its points, or how many are needed altogether."""
    points = reason.parameters.get("points")
    if reason.kind == "points":
        return _("{points} points are needed", points=reason.asked)
    if reason.kind == "when":
        return _("{points} points when this is so", points=points)
    if reason.kind == "best_of":
        return _("the best of these")
    kind, per = FACTS[str(reason.fact)].kind, str(reason.parameters["per"])
    length = counted_in_words(kind, int(per)) if kind in COUNTED else bound_in_words(per)
    return _("{fact}: {points} points for every {length}",
             fact=fact_in_words(reason), points=points, length=length)  # fmt: skip


def _bound(reason: Reason) -> str:
    """What it was measured against; months of insurance are written as a bare number."""
    if reason.asked is None:
        return _("a local number that is not on file")
    kind = FACTS[str(reason.fact)].kind
    if kind in COUNTED:
        return listed(tuple(counted_in_words(kind, int(one)) for one in reason.asked.split(", ")))
    return bound_in_words(reason.asked)


def fact_in_words(reason: Reason) -> str:
    """What the fact is called, with the kind of insurance or the level of schooling it was asked about."""
    fact = FACTS[str(reason.fact)]
    named = _(fact.words)
    if "kind" in reason.parameters:
        kinds = reason.parameters["kind"]
        named = listed(tuple(_(KINDS[kind]) for kind in (kinds if isinstance(kinds, tuple) else (kinds,))))
    if "level" in reason.parameters:
        named = _(LEVELS[str(reason.parameters["level"])])
    return _("{fact} without a hole", fact=named) if reason.parameters.get("mode") == "run" else named


def stands_in_words(reason: Reason, day: date) -> str:
    """How it stands on the day: how long already, how many months paid, or not on file."""
    if reason.kind in SCORED:
        return _("cannot say") if reason.value is None else _("{points} points", points=reason.value)
    if reason.fact is None:
        return ""
    if reason.value is None:
        return _("not on file")
    kind = FACTS[reason.fact].kind
    if kind in COUNTED and isinstance(reason.value, int):
        return _("{length} so far", length=counted_in_words(kind, reason.value))
    if kind == "clock" and reason.start:
        return _("{length} so far", length=elapsed_in_words(reason.start, day))
    if kind == "clock" and isinstance(reason.value, int):
        return _("{length} so far", length=period_in_words(Period(reason.value, "day")))
    return "" if kind == "span" else bound_in_words(str(reason.value))


def rests_on_in_words(reason: Reason) -> str:
    """The article of the number asked, where that is not the rule's own, and what of it nobody has read."""
    unread = tuple(_(PARAMETER_WORDS[name]) for name in reason.unverified)
    if len(unread) > NAMED:
        unread = (_("{first} and {n} more", first=unread[0], n=len(unread) - 1),)
    doubt = _("not checked against the act: {names}", names=listed(unread)) if unread else ""
    return " · ".join(filter(None, (reason.article, doubt)))


# --- lengths


def bound_in_words(written: str) -> str:
    """A bound as it is written in a pack, in words: a length, a fee, a choice or several; else as it is."""
    if ", " in written:
        return listed(tuple(bound_in_words(one) for one in written.split(", ")))
    if written in CHOICES:
        return _(CHOICES[written])
    if written.endswith(" yuan"):
        return _("{amount} yuan", amount=written.removesuffix(" yuan"))
    try:
        return period_in_words(Period.parse(written))
    except ValueError:
        return written


def counted_in_words(kind: str, number: int) -> str:
    """A number of months paid, or of school years."""
    if kind == "years":
        return plural("{n} school year", "{n} school years", number)
    return period_in_words(Period(number, "month"))


def period_in_words(period: Period) -> str:
    """The period as the officer would say it: 15 个工作日."""
    if period.unit == "day":
        return plural("{n} day", "{n} days", period.amount)
    if period.unit == "working day":
        return plural("{n} working day", "{n} working days", period.amount)
    if period.unit == "month":
        return plural("{n} month", "{n} months", period.amount)
    return plural("{n} year", "{n} years", period.amount)


def elapsed_in_words(start: date, day: date) -> str:
    """How long it has been, to the two largest parts: 4年8个月, 3个月12天, 5天."""
    years, months, days = elapsed(start, day)
    if years and months:
        return _("{years} y {months} m", years=years, months=months)
    if years:
        return period_in_words(Period(years, "year"))
    if months and days:
        return _("{months} m {days} d", months=months, days=days)
    if months:
        return period_in_words(Period(months, "month"))
    return period_in_words(Period(days, "day"))


def until_in_words(day: date, then: date) -> str:
    """How long it is still to go: in days within a year, in years and months beyond."""
    if then < after(day, Period(1, "year")):
        return period_in_words(Period((then - day).days, "day"))
    return elapsed_in_words(day, then)


# --- where it stands


def basis(answer: Answer | Value) -> str:
    """The article, and the pack and version it was read from; "" where no rule of any pack answered."""
    if not answer.pack:
        return ""
    return _("{article} (rules of {pack}, version {version})",
             article=answer.article, pack=answer.pack, version=answer.version)  # fmt: skip


def caution(answer: Answer) -> str:
    """What the answer rests on that nobody has read in the act yet; empty where all is verified."""
    said = [_("This rule has not been checked against the act.")] if answer.status == "unverified" else []
    return " ".join((*said, *_unread(answer.unverified)))


def caution_of_all(answers: Iterable[Answer]) -> str:
    """The same of several answers at once: the rules by name, each number once."""
    asked = tuple(answers)
    titles = tuple(titled(answer.title) for answer in asked if answer.status == "unverified")
    said = [_("Rules not checked against the act: {titles}.", titles=listed(titles))] if titles else []
    return " ".join((*said, *_unread(dict.fromkeys(name for one in asked for name in one.unverified))))


def _unread(names: Iterable[str]) -> tuple[str, ...]:
    told = listed(tuple(_(PARAMETER_WORDS[name]) for name in names))
    return (_("Not checked against the act: {names}.", names=told),) if told else ()


def ledger_in_words(entries: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """The residence ledger line by line: from when to when, how many days, whether they count, and why."""
    return tuple(
        _("{glyph} {start} to {last}: {days}, {why} ({article})",
          glyph=GLYPHS[entry.counted], start=entry.start, last=entry.until - timedelta(1),
          days=period_in_words(Period(entry.days, "day")), why=_(WHY[entry.why]), article=entry.article)
        for entry in entries
    )  # fmt: skip


def outlook_in_words(outlook: Outlook) -> tuple[str, ...]:
    """When it opens, as far as can be seen, and what is taken for granted in saying so."""
    opens = _("Expected to open on {day}.", day=outlook.opens) if outlook.opens else _("Not in sight.")
    return (opens, *(_("Taken for granted: {what}", what=_(what)) for what in outlook.assumptions))


def as_text(answer: Answer, outlook: Outlook | None = None) -> str:
    """The whole answer as lines of text, for the terminal and the letter."""
    lines = [
        f"{GLYPHS[answer.verdict]} {titled(answer.title)} · {answer.day} · {_(VERDICTS[answer.verdict])}",
        summary(answer),
        *(f"  {line}" for line in tree(answer)),
    ]
    lines += [basis(answer)] if answer.article else []
    lines += [answer.citation] if answer.citation else []
    lines += [caution(answer)] if caution(answer) else []
    lines += outlook_in_words(outlook) if outlook else ()
    return "\n".join(lines)
