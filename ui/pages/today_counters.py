"""What is counted of 今日: the counters that are the filters of its queue, and its head in one sentence."""

from __future__ import annotations

from app import today
from app.language import _, plural, run_on
from app.scopes import GRID
from app.today import ALL_KINDS, Board, Tally
from ui.pages.today_gains import Seen
from ui.pages.today_queue import MATTERS
from ui.widgets.counters import Counter

ALL, FOUND = "all", "found"
NOTHING = Tally(0, 0, 0)


def kind_of(counter: str) -> str:
    """Of which duties a counter shows the queue."""
    return counter if counter in MATTERS else ALL_KINDS


def empty_counters() -> tuple[Counter, ...]:
    """The counters in their order, before anything is counted."""
    whole = Counter(ALL, _("All to do"), 0, short=_("All"))
    return (whole, *map(_counter, today.KINDS), counter_of_found(None), _counter(today.REPORT))


def counters(board: Board) -> tuple[Counter, ...]:
    """The counters of the duties; that of the reports only where the place asks for any."""
    every = tuple(board.tallies.values())
    late, due_today = sum(tally.late for tally in every), sum(tally.due_today for tally in every)
    whole = Tally(sum(tally.total for tally in every), late, due_today)
    kinds = [_counter(kind, tally) for kind, tally in board.tallies.items()]
    if board.reports is not None:
        kinds.append(_counter(today.REPORT, board.reports))
    return (Counter(ALL, _("All to do"), whole.total, *_fact(whole), short=_("All")), *kinds)


def counter_of_found(seen: Seen | None) -> Counter:
    """The counter of those policy has found; None while they are being looked for."""
    untold = seen.untold if seen else 0
    fact = _("now qualify") if untold else "" if seen else _("being looked for")
    tone = "plan" if untold else "text2"
    return Counter(FOUND, _("Policy finds people"), untold, fact, tone, short=_("Finds"))


def in_short(board: Board) -> tuple[tuple[str, str, bool] | str, ...]:
    """What the head says of the day: how much is to do, how much of it is overdue, and what was done."""
    overdue = sum(tally.late for tally in board.tallies.values())
    due_today = sum(tally.due_today for tally in board.tallies.values())
    done = run_on(
        plural("{n} step was done today.", "{n} steps were done today.", board.done_today),
        _lapsed(board),
    )
    if board.is_new:
        return (_("Nobody is on file yet."),)
    if not overdue + due_today:
        well = _("Everything for today is done.")
        return ((well, "ok", True), run_on(well, done).removeprefix(well))
    count = overdue + due_today
    before, number, after = plural("{n} to do today: ", "{n} to do today: ", count).partition(str(count))
    told: list[tuple[str, str, bool] | str] = [before, (number, "text", True), after]
    if overdue:
        told.append((plural("{n} overdue", "{n} overdue", overdue), "bad", True))
    if overdue and due_today:
        told.append(_(", "))
    if due_today:
        told.append((plural("{n} due today", "{n} due today", due_today), "warn", True))
    return (*told, _(". "), done)


def good_news(counter: str, board: Board, scope: str) -> tuple[str, str]:
    """What stands in the place of a queue in which nothing is to do: the words, and what goes with them."""
    if scope == GRID and not any(tally.total for tally in board.tallies.values()):
        return _("Nothing to do in your grid"), _("Which communities are yours is ticked in the settings.")
    if board.is_new:
        return _("Nobody is on file yet"), _(
            "F2 registers the first one. A list that was typed up is taken in there with Shift+F7."
        )
    if counter == ALL:
        return _("Everything for today is done"), _("What falls due in the days ahead will stand here.")
    return _("Nothing here: {matter}", matter=_(MATTERS[counter].counter)), _("Alt 0 shows all the rest.")


def _counter(kind: str, tally: Tally = NOTHING) -> Counter:
    matter = MATTERS[kind]
    return Counter(kind, _(matter.counter), tally.total, *_fact(tally), short=_(matter.short))


def _fact(tally: Tally) -> tuple[str, str]:
    """What is most pressing of what was counted, in a short word and its tone."""
    if tally.overdue:
        return plural("{n} late", "{n} late", tally.overdue), "bad"
    if tally.due_today:
        return plural("{n} falls due", "{n} fall due", tally.due_today), "warn"
    return "", "text2"


def _lapsed(board: Board) -> str:
    """The endorsements long overdue, which are nobody's work of today, told apart from it."""
    count = sum(tally.lapsed for tally in board.tallies.values())
    words = plural("{n} endorsement is long overdue.", "{n} endorsements are long overdue.", count)
    return words if count else ""
