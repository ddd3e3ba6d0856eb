"""A resident's days as the lanes of the chart: the facts on file, and one lane for each service."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.language import _, plural
from app.law import Answer, Verdict
from app.law import words as law_words
from app.resident_files import ResidentFile
from app.timeline import Insured, ServiceDays, Spell, Stretch, Timeline, grouped
from ui.widgets.lanes import (
    COUNTED,
    EXPECTED,
    FACT,
    GAP,
    LACKING,
    NOTE,
    OPEN,
    PLANNED,
    UNSURE,
    Bar,
    Lane,
    Told,
)

STAYS, PERMIT, INSURED, SCHOOL = "stays", "permit", "insured", "school"
AHEAD, FARTHEST, MARGIN = timedelta(400), timedelta(5 * 365), timedelta(60)
BEHIND_TO_AHEAD = 0.4
"""So much of the time behind is shown ahead: what is to come has room for its words beside a long past."""
FROM_THE_LEFT = (date.min.toordinal(), date.min.toordinal() + 1)
"""The days of a note that stands at the left edge, whatever time is in sight."""


@dataclass(frozen=True, slots=True)
class Group:
    """The key of the lane for several services with the very same days; ``rule`` is the first of them."""

    rule: str


@dataclass(frozen=True, slots=True)
class InsuredKind:
    """The key of the lane for one kind of insurance."""

    kind: str


def lanes_of(file: ResidentFile, today: date, unfolded: Collection[Hashable] = ()) -> tuple[Lane, ...]:
    """The chart's lanes: the next step, the facts, the services in the order of the law.

    Services with the very same days share one lane, which is followed by theirs where it is ``unfolded``.
    """
    line, step = file.timeline, file.answer
    ahead = [days for days in line.services if step is not None and days.answer.rule == step.rule]
    services = grouped(days for days in line.services if days not in ahead)
    return (
        Lane(None, _("Next step")), *(_step(days, today) for days in ahead),
        Lane(None, _("Facts")), *_facts(file, today),
        Lane(None, _("Services")), *(lane for group in services for lane in _group(group, today, unfolded)),
    )[0 if ahead else 1 :]  # fmt: skip


def whole_of(file: ResidentFile, today: date) -> tuple[date, date]:
    """The first and the last day there is something to see of."""
    line = file.timeline
    paid = (stretch for kind in line.insured for stretch in kind.months)
    facts = (*line.stays, *line.permit, *paid, *line.schooling)
    first = min((stretch.start for stretch in facts), default=today - AHEAD)
    opens = [days.expected[0].start for days in line.services if days.expected]
    begin = min(first, today - MARGIN) - MARGIN
    room = min((today - begin) * BEHIND_TO_AHEAD, FARTHEST)
    last = max([today + AHEAD, today + room, *(day + AHEAD for day in opens if day < today + FARTHEST)])
    return begin, last


def told_of(file: ResidentFile, lane: Lane, day: date, today: date) -> Told:
    """What is so of a lane on a day: a heading and at most two lines."""
    rule = lane.key.rule if isinstance(lane.key, Group) else lane.key
    for days in file.timeline.services:
        if days.answer.rule == rule:
            return _service_told(f"{lane.title}{lane.also}", days, day, today)
    at = day.toordinal()
    bar = next((bar for bar in lane.bars if bar.start <= at < bar.end), None)
    if bar is None:
        return Told(lane.title, (_("{day}: nothing on file", day=day),))
    first, last = date.fromordinal(bar.start), date.fromordinal(bar.end - 1)
    heading = _("{lane}: {words}", lane=lane.title, words=bar.words) if bar.words else lane.title
    goes_on = bar.end == date.max.toordinal()
    when = _("from {day}", day=first) if goes_on else _("{first} to {last}", first=first, last=last)
    return Told(heading, (when,))


# --- facts


def _facts(file: ResidentFile, today: date) -> Iterator[Lane]:
    line = file.timeline
    lived = law_words.elapsed_in_words(file.lived_since, today) if file.lived_since else ""
    yield Lane(STAYS, _("Residence"), lived, colour="d_res", bars=tuple(_spells(line.stays, today)))
    yield _permit(file, line, today)
    yield from (_insured(paid, today) for paid in line.insured)
    if not line.insured:
        yield Lane(INSURED, _("Insurance"), bars=(_nothing(),))
    school = line.schooling[-1] if line.schooling else None
    level = _(law_words.LEVELS[school.words]) if school and school.words in law_words.LEVELS else ""
    named = [
        Spell(one.start, one.end, _(law_words.LEVELS.get(one.words, one.words))) for one in line.schooling
    ]
    schooled = tuple(_spells(named, today)) or (_nothing(),)
    yield Lane(SCHOOL, _("At school"), level, colour="d_sch", bars=schooled)


def _nothing() -> Bar:
    return Bar(*FROM_THE_LEFT, NOTE, _("not on file"))


def _permit(file: ResidentFile, line: Timeline, today: date) -> Lane:
    card = file.card.permit
    due = card.endorse_by if card is not None else None
    note, tone = "", "text2"
    bars: list[Bar] = []
    for number, year in enumerate(line.permit):
        words = _("card issued") if not number else _("endorsed {n}", n=number)
        bars += _until_and_after(year, today, words)
    for one in line.suspended:
        if one.start < today:  # what an endorsement to come will prevent is no interruption
            bars.append(Bar(one.start.toordinal(), min(_end(one), today.toordinal()), GAP, _("suspended")))
    if due is not None:
        left = (due - today).days
        note = _time_left(left)
        tone = "bad" if left < 0 else "warn" if line.endorsable else "text2"
        if line.endorsable and left >= 0:
            at = due.toordinal()
            bars.append(Bar(at, at + 1, NOTE, _("to be endorsed by {day}", day=f"{due:%m-%d}"), "warn"))
    if not bars:
        bars.append(Bar(*FROM_THE_LEFT, NOTE, _("no permit yet")))
    return Lane(PERMIT, _("Permit, endorsed"), note, tone, "d_end", tuple(bars))


def _time_left(days: int) -> str:
    if days == 0:
        return _("Last day today")
    if days > 0:
        return plural("{n} day left", "{n} days left", days)
    return plural("{n} day late", "{n} days late", -days)


def _insured(paid: Insured, today: date) -> Lane:
    """One kind of insurance: the months paid and those between; what stopped is missing up to today."""
    bars: list[Bar] = []
    before: date | None = None
    for stretch in paid.months:
        if before is not None:
            bars.append(_months_missing(before, stretch.start))
        words = plural("{n} month", "{n} months", months_of(stretch, today))
        bars += _until_and_after(stretch, today, words)
        before = stretch.end
    note, tone = "", "text2"
    stopped = stopped_before(paid, today)
    if stopped is not None:
        bars.append(_months_missing(stopped, today))
        note, tone = _("not paid since {month}", month=f"{stopped:%Y-%m}"), "bad"
    elif paid.months:
        months = months_of(paid.months[-1], today)
        note = plural("{n} month on end", "{n} months on end", months)
    return Lane(InsuredKind(paid.kind), _(law_words.KINDS[paid.kind]), note, tone, "d_ins", tuple(bars))


def stopped_before(paid: Insured, today: date) -> date | None:
    """The first month that is missing, where a kind of insurance is no longer paid; None while it is."""
    end = paid.months[-1].end if paid.months else None
    return end if end is not None and end < today.replace(day=1) else None


def _months_missing(start: date, end: date) -> Bar:
    months = (end.year - start.year) * 12 + end.month - start.month
    words = plural("{n} month missing", "{n} months missing", months)
    return Bar(start.toordinal(), end.toordinal(), GAP, words)


def _spells(spells: Iterable[Spell], today: date) -> Iterator[Bar]:
    for spell in spells:
        yield from _until_and_after(spell, today, spell.words)


def _until_and_after(stretch: Stretch, today: date, words: str) -> Iterator[Bar]:
    """The days up to today as a fact, those after it as what is planned."""
    start, end, now = stretch.start.toordinal(), _end(stretch), today.toordinal()
    if start <= now:
        yield Bar(start, min(end, now), FACT, words)
    if end > now:
        yield Bar(max(start, now), end, PLANNED)


# --- services


def _step(days: ServiceDays, today: date) -> Lane:
    """The lane of the next step, which is not had but done."""
    lane = _service(days, today)
    return replace(lane, note=_("may be done")) if days.answer else lane


def _group(group: tuple[ServiceDays, ...], today: date, unfolded: Collection[Hashable]) -> Iterator[Lane]:
    """The lane of a service; several with the same days share one, with theirs below it where unfolded."""
    first, key = _service(group[0], today), Group(group[0].answer.rule)
    if len(group) == 1:
        yield first
        return
    yield replace(first, key=key, also=together(group), folded=key not in unfolded)
    if key in unfolded:
        yield from (replace(_service(days, today), under=True) for days in group)


def together(group: tuple[ServiceDays, ...]) -> str:
    """What stands behind the title of the first of a group: how many they are; nothing for one."""
    return plural(" ({n})", " ({n})", len(group)) if len(group) > 1 else ""


def _service(days: ServiceDays, today: date) -> Lane:
    answer = days.answer
    note, tone = stands(answer, today)
    bars = [*_counted(days, today)]
    for number, stretch in enumerate(days.open):
        latest = number == len(days.open) - 1
        words = _("open since {day}", day=stretch.start) if latest else ""
        bars.append(Bar(stretch.start.toordinal(), _end(stretch), OPEN, words))
    for number, stretch in enumerate(days.expected):
        words = _("expected {day}", day=stretch.start) if not number and not answer else ""
        bars.append(Bar(stretch.start.toordinal(), _end(stretch), EXPECTED, words))
    lacking = "" if answer else _why_not(answer)
    bars += [Bar(stretch.start.toordinal(), _end(stretch), UNSURE, lacking) for stretch in days.unsure]
    if not answer and not days.expected and not days.unsure:
        words = _("still missing: {things}", things=lacking) if law_words.missing(answer) else lacking
        bars.append(Bar(today.toordinal(), today.toordinal() + 1, NOTE, words))
    return Lane(answer.rule, law_words.titled(answer.title), note, tone, bars=tuple(bars))


def _counted(days: ServiceDays, today: date) -> Iterator[Bar]:
    """What has been counted towards it, and what is still to be."""
    since, now = days.counted_from, today.toordinal()
    if since is None or since > today:
        return
    opened = next((stretch.start.toordinal() for stretch in days.open if stretch.start >= since), now)
    yield Bar(since.toordinal(), min(opened, now), COUNTED)
    if not days.answer and days.expected:
        yield Bar(now, days.expected[0].start.toordinal(), LACKING)


def stands(answer: Answer, today: date) -> tuple[str, str]:
    """How a service stands in a few words, and the tone they are said in."""
    if answer.verdict is Verdict.YES:
        return _("open now"), "ok"
    if answer.verdict is Verdict.UNKNOWN:
        return _("to find out"), "warn"
    if answer.opens is None:
        return _("not open yet"), "text3"
    return _("in {length}", length=law_words.elapsed_in_words(today, answer.opens)), "warn"


def _why_not(answer: Answer) -> str:
    things = law_words.unknown(answer) if answer.verdict is Verdict.UNKNOWN else law_words.missing(answer)
    return law_words.listed(things) or law_words.summary(answer)


def _service_told(title: str, days: ServiceDays, day: date, today: date) -> Told:
    if (stretch := _on(days.open, day)) is not None:
        until = _("until {day}", day=stretch.end) if stretch.end is not None else ""
        return Told(title, tuple(filter(None, (_("open since {day}", day=stretch.start), until))))
    if (stretch := _on(days.expected, day)) is not None:
        return Told(
            _("{title}: expected from {day}", title=title, day=stretch.start), _still_lacking(days.answer)
        )
    if _on(days.unsure, day) is not None:
        return Told(title, (_("cannot be said yet"), *_still_lacking(days.answer)[:1]))
    lacking = _still_lacking(days.answer) if day >= today else ()
    return Told(title, (_("{day}: not open", day=day), *lacking[:1]))


def _still_lacking(answer: Answer) -> tuple[str, ...]:
    things = law_words.missing(answer)
    return (_("still missing: {things}", things=law_words.listed(things)),) if things else ()


def _on(stretches: tuple[Stretch, ...], day: date) -> Stretch | None:
    return next((one for one in stretches if one.start <= day and (one.end is None or day < one.end)), None)


def months_of(stretch: Stretch, today: date) -> int:
    """How many months it lasted, or has lasted until today."""
    end = min(stretch.end or today, today)
    return max(0, (end.year - stretch.start.year) * 12 + end.month - stretch.start.month)


def _end(stretch: Stretch) -> int:
    return stretch.end.toordinal() if stretch.end is not None else date.max.toordinal()
