"""A resident's days as the lanes of the chart: the facts on file, and one lane for each service."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta

from app.language import _, plural
from app.law import Answer, Verdict
from app.law import words as law_words
from app.resident_files import ResidentFile
from app.timeline import ServiceDays, Spell, Stretch, Timeline
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
AHEAD_OF_DUE = 31


def lanes_of(file: ResidentFile, today: date) -> tuple[Lane, ...]:
    """The chart's lanes: the next step, the facts, the services in the order of the law."""
    line, step = file.timeline, file.answer
    ahead = [days for days in line.services if step is not None and days.answer.rule == step.rule]
    services = [days for days in line.services if days not in ahead]
    return (
        Lane(None, _("Next step")), *(_service(days, today) for days in ahead),
        Lane(None, _("Facts")), *_facts(file, today),
        Lane(None, _("Services")), *(_service(days, today) for days in services),
    )[0 if ahead else 1 :]  # fmt: skip


def whole_of(file: ResidentFile, today: date) -> tuple[date, date]:
    """The first and the last day there is something to see of."""
    line = file.timeline
    facts = (*line.stays, *line.permit, *line.insured, *line.schooling)
    first = min((stretch.start for stretch in facts), default=today - AHEAD)
    opens = [days.expected[0].start for days in line.services if days.expected]
    last = max([today + AHEAD, *(day + AHEAD for day in opens if day < today + FARTHEST)])
    return min(first, today - MARGIN) - MARGIN, last


def told_of(file: ResidentFile, key: Hashable, day: date, today: date) -> Told:
    """What is so of a lane on a day: a heading and at most two lines."""
    for days in file.timeline.services:
        if days.answer.rule == key:
            return _service_told(days, day, today)
    lane = next((lane for lane in lanes_of(file, today) if lane.key == key), None)
    at = day.toordinal()
    bar = next((bar for bar in (lane.bars if lane else ()) if bar.start <= at < bar.end), None)
    if lane is None or bar is None:
        return Told(lane.title if lane else "", (_("{day}: nothing on file", day=day),))
    last = date.fromordinal(bar.end - 1)
    return Told(
        bar.words or lane.title, (_("{first} to {last}", first=date.fromordinal(bar.start), last=last),)
    )


# --- facts


def _facts(file: ResidentFile, today: date) -> Iterator[Lane]:
    line = file.timeline
    lived = law_words.elapsed_in_words(file.lived_since, today) if file.lived_since else ""
    yield Lane(STAYS, _("Residence"), lived, colour="d_res", bars=tuple(_spells(line.stays, today)))
    yield _permit(file, line, today)
    months = _months(line.insured[-1], today) if line.insured else 0
    running = bool(line.insured) and (line.insured[-1].end is None or line.insured[-1].end >= today)
    paid = plural("{n} month on end", "{n} months on end", months) if running and months else ""
    yield Lane(INSURED, _("Insurance"), paid, colour="d_ins", bars=tuple(_insured(line.insured, today)))
    school = line.schooling[-1] if line.schooling else None
    level = _(law_words.LEVELS[school.words]) if school and school.words in law_words.LEVELS else ""
    named = [
        Spell(one.start, one.end, _(law_words.LEVELS.get(one.words, one.words))) for one in line.schooling
    ]
    yield Lane(SCHOOL, _("At school"), level, colour="d_sch", bars=tuple(_spells(named, today)))


def _permit(file: ResidentFile, line: Timeline, today: date) -> Lane:
    card = file.card.permit
    due = card.endorse_by if card is not None else None
    note, tone = "", "text2"
    if due is not None:
        left = (due - today).days
        note = _("{n} days left", n=left) if left >= 0 else _("{n} days late", n=-left)
        tone = "text2" if left > AHEAD_OF_DUE else "warn" if left >= 0 else "bad"
    bars: list[Bar] = []
    for number, year in enumerate(line.permit):
        words = _("card issued") if not number else _("endorsed {n}", n=number)
        bars += _until_and_after(year, today, words)
    for one in line.suspended:
        if one.start < today:  # what an endorsement to come will prevent is no interruption
            bars.append(Bar(one.start.toordinal(), min(_end(one), today.toordinal()), GAP, _("suspended")))
    return Lane(PERMIT, _("Permit, endorsed"), note, tone, "d_end", tuple(bars))


def _spells(spells: Iterable[Spell], today: date) -> Iterator[Bar]:
    for spell in spells:
        yield from _until_and_after(spell, today, spell.words)


def _insured(stretches: tuple[Stretch, ...], today: date) -> Iterator[Bar]:
    before: Stretch | None = None
    for stretch in stretches:
        if before is not None and before.end is not None:
            gap = Stretch(before.end, stretch.start)
            words = plural("{n} month missing", "{n} months missing", _months(gap, today))
            yield Bar(gap.start.toordinal(), _end(gap), GAP, words)
        paid = plural("{n} month", "{n} months", _months(stretch, today))
        yield from _until_and_after(stretch, today, paid)
        before = stretch


def _until_and_after(stretch: Stretch, today: date, words: str) -> Iterator[Bar]:
    """The days up to today as a fact, those after it as what is planned."""
    start, end, now = stretch.start.toordinal(), _end(stretch), today.toordinal()
    if start <= now:
        yield Bar(start, min(end, now), FACT, words)
    if end > now:
        yield Bar(max(start, now), end, PLANNED)


# --- services


def _service(days: ServiceDays, today: date) -> Lane:
    answer = days.answer
    note, tone = _stands(answer, today)
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
        bars.append(Bar(today.toordinal(), today.toordinal() + 1, NOTE, lacking))
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


def _stands(answer: Answer, today: date) -> tuple[str, str]:
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


def _service_told(days: ServiceDays, day: date, today: date) -> Told:
    title = law_words.titled(days.answer.title)
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


def _months(stretch: Stretch, today: date) -> int:
    """How many months it lasted, or has lasted until today."""
    end = min(stretch.end or today, today)
    return max(0, (end.year - stretch.start.year) * 12 + end.month - stretch.start.month)


def _end(stretch: Stretch) -> int:
    return stretch.end.toordinal() if stretch.end is not None else date.max.toordinal()
