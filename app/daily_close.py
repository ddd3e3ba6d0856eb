"""日清日结: whether a day adds up and why what is left of it was not done, checked in six steps, then signed.

A step passes by what is on record and by nothing else. A closed day stays on record with its figures; when
more is done after it, that is told, and it can be opened again with a reason and closed anew.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from app import blanks, codes, daily_reckoning, printing, today, tray, unfinished
from app.blanks import Balance
from app.daily_reckoning import DRAFT, MATTERS, OWED, Matter
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, plural
from app.law import calendar
from app.listing import Listing
from app.today import REGISTER, Duty
from app.tray import TrayCount
from app.unfinished import OTHER, REASON_TABLE, Rest
from db.records import DayClose, Draft, Explanation, Officer, Permit, Stay

RECKONING, TRAY, REASONS, DRAFTS, PRINTS, TOMORROW = (
    "reckoning", "tray", "reasons", "drafts", "prints", "tomorrow",
)  # fmt: skip
OVERTAKEN = "reason_given"
"""The field a refusal names where somebody else has said why first."""
A_DAY = timedelta(1)
STEPS = {
    RECKONING: N_("The day's work adds up"),
    TRAY: N_("The blank cards add up"),
    REASONS: N_("Why the rest is not done"),
    DRAFTS: N_("Drafts"),
    PRINTS: N_("Prints"),
    TOMORROW: N_("Tomorrow"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps: whether it has passed, and how it stands in a sentence."""

    name: str
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A close that stands: who signed it at what moment, and whether more was done since."""

    id: UUID
    officer: str
    closed_at: datetime
    nth: int
    moved_on: bool


@dataclass(frozen=True, slots=True)
class DaysEnd:
    """Everything the page shows: the reckoning, what is to be explained, tomorrow, the steps, the close.

    ``tomorrow`` is due by the next working day ``opens_again``; ``closed_before`` is the last day before
    that stands closed.
    """

    day: date
    opens_again: date
    matters: tuple[Matter, ...]
    rest: Rest
    balance: Balance
    counted: TrayCount | None
    tomorrow: Listing[Duty]
    steps: tuple[Step, ...]
    closed: Closed | None
    closed_before: date | None

    @property
    def passed(self) -> int:
        """How many steps have passed."""
        return sum(step.passed for step in self.steps)

    @property
    def first_open(self) -> Step | None:
        """The first step that has not passed."""
        return next((step for step in self.steps if not step.passed), None)


def look(desk: Desk) -> DaysEnd:
    """How today stands, all of it as of one moment: what another desk saves meanwhile would not add up."""
    with desk.at_one_moment() as now:
        return _look(now)


def _look(desk: Desk) -> DaysEnd:
    day, opens_again = desk.today(), calendar.next_working_day(desk.today())
    board = today.board(desk)
    balance, counted, stock = blanks.balance(desk, day), tray.counted(desk, day), blanks.stock(desk)
    unconfirmed = printing.count_unconfirmed(desk)
    with desk.reading() as session:
        matters = daily_reckoning.matters(session, desk)
        rest = unfinished.of_day(session, desk, board.queues, opens_again)
        waiting = {kind: _waiting(session, desk, kind) for kind in (*OWED, DRAFT)}
        falling = sum(_waiting(session, desk, kind, closed_days=True) for kind in OWED)
        closed = _standing(session, day)
        officer = session.get_one(Officer, closed.officer_id).name if closed else ""
        closed_before = _closed_before(session, day)
    tomorrow = board.queues.of(board.queues.before(opens_again + A_DAY, *today.KINDS))
    due_now = sum(waiting[kind] for kind in OWED) - falling
    steps = (
        _reckoning(matters),
        _tray(balance, counted, kept=stock.kept),
        Step(REASONS, not due_now, _reasons(due_now)),
        Step(DRAFTS, not waiting[DRAFT], _draft_words(rest.drafts, waiting[DRAFT])),
        Step(PRINTS, not unconfirmed, _print_words(unconfirmed)),
        Step(TOMORROW, not falling, _tomorrow(len(tomorrow), falling, opens_again)),
    )
    stands = None
    if closed is not None:
        moved_on = closed.figures != _figures(matters, balance)
        stands = Closed(closed.id, officer, closed.closed_at, closed.nth, moved_on)
    return DaysEnd(
        day,
        opens_again,
        matters,
        rest,
        balance,
        counted,
        tomorrow,
        steps,
        stands,
        closed_before,
    )


def reasons(matter: str, day: date) -> tuple[codes.Code, ...]:
    """The reasons that may be picked for a matter, each by its digit, in order."""
    return tuple(entry for entry in codes.entries(REASON_TABLE, day) if matter in entry.group.split())


def explain(
    desk: Desk,
    matter: str,
    subject_id: UUID,
    reason: str,
    remark: str = "",
    shown: tuple[str, str] | None = None,
) -> None:
    """Say why something is not done today, in the place of what was ``shown`` as said: its code and remark.

    Raises Refused for a reason that is none of ``reasons``, for "other" without words, and where somebody
    else has said something else meanwhile.
    """
    _check(desk, matter, reason, remark)
    with desk.writing("explain") as session:
        said = session.scalars(
            select(Explanation).where(
                Explanation.explained_on == desk.today(), Explanation.matter == matter,
                Explanation.subject_id == subject_id,
            )
        ).first()  # fmt: skip
        if said is None:
            person_id = _person_of(session, matter, subject_id)
            said = Explanation(
                explained_on=desk.today(), matter=matter, subject_id=subject_id, person_id=person_id
            )
            session.add(said)
        elif shown is not None and (said.reason, said.remark) not in (shown, (reason, remark.strip())):
            raise Refused(
                N_("{officer} has said why meanwhile: see what, then say it again if it is wrong."),
                field=OVERTAKEN, officer=session.get_one(Officer, said.officer_id).name,
            )  # fmt: skip
        said.reason, said.remark, said.officer_id = reason, remark.strip(), desk.officer.id


def explain_rest(desk: Desk, matter: str, reason: str, remark: str = "") -> int:
    """The same reason for all of a matter that has none yet; answers how many these were."""
    _check(desk, matter, reason, remark)
    with desk.writing("explain") as session:
        subject = daily_reckoning.subject(matter)
        whose = null() if matter == DRAFT else Stay.person_id if matter == REGISTER else Permit.person_id
        left = select(subject, whose).where(daily_reckoning.unexplained(desk, matter))
        rest = session.execute(left).all()
        session.add_all(
            Explanation(
                explained_on=desk.today(), matter=matter, subject_id=subject_id, person_id=person_id,
                reason=reason, remark=remark.strip(), officer_id=desk.officer.id,
            )
            for subject_id, person_id in rest
        )  # fmt: skip
        return len(rest)


def close(desk: Desk) -> UUID:
    """Sign the day; raises Refused, naming the step, until every one has passed, and where it is closed."""
    seen = look(desk)
    if seen.closed is not None:
        raise Refused(
            N_("{officer} has closed this day already. Open it again with a reason to close it anew."),
            officer=seen.closed.officer,
        )
    if (step := seen.first_open) is not None:
        raise Refused(N_("Not yet: {step}. {how}"), field=step.name, step=_(STEPS[step.name]), how=step.words)
    with desk.writing("close_day") as session:
        closed_before = select(func.count()).select_from(DayClose).where(DayClose.day == seen.day)
        signed = DayClose(
            day=seen.day, nth=(session.scalar(closed_before) or 0) + 1, closed_at=desk.now(),
            officer_id=desk.officer.id, figures=_figures(seen.matters, seen.balance),
        )  # fmt: skip
        session.add(signed)
        session.flush()
        return signed.id


def reopen(desk: Desk, reason: str) -> None:
    """Open a closed day again; raises Refused without a reason, and where it is not closed."""
    if not reason.strip():
        raise Refused(N_("Say why the day is opened again; it stands on record."), field="reopen")
    with desk.writing("reopen_day") as session:
        signed = _standing(session, desk.today())
        if signed is None:
            raise Refused(N_("This day is not closed."))
        signed.reopened_at, signed.reopened_by = desk.now(), desk.officer.id
        signed.reopen_reason = reason.strip()


def _closed_before(session: Session, day: date) -> date | None:
    """The last day before this one that stands closed."""
    earlier = select(func.max(DayClose.day)).where(DayClose.day < day, DayClose.reopened_at.is_(None))
    return session.scalar(earlier)


def _check(desk: Desk, matter: str, reason: str, remark: str) -> None:
    if reason not in {entry.code for entry in reasons(matter, desk.today())}:
        raise Refused(N_("Pick one of the reasons by its digit."), field="reason")
    if reason == OTHER and not remark.strip():
        raise Refused(N_("Write what the other reason is."), field="remark")


def _person_of(session: Session, matter: str, subject_id: UUID) -> UUID | None:
    if matter == DRAFT:
        return None
    if matter == REGISTER:
        return session.get_one(Stay, subject_id).person_id
    return session.get_one(Permit, subject_id).person_id


def _waiting(session: Session, desk: Desk, kind: str, *, closed_days: bool = False) -> int:
    """How many are unexplained; of those alone that fall due while the office is closed, if so asked."""
    which = daily_reckoning.unexplained(desk, kind)
    if closed_days:
        which &= today.due_day(kind) > desk.today()
    table = Draft if kind == DRAFT else Stay if kind == REGISTER else Permit
    return session.scalar(select(func.count()).select_from(table).where(which)) or 0


def _standing(session: Session, day: date) -> DayClose | None:
    return session.scalars(
        select(DayClose).where(DayClose.day == day, DayClose.reopened_at.is_(None))
    ).first()


def _figures(matters: tuple[Matter, ...], balance: Balance) -> dict[str, Any]:
    """What is kept of a close: the numbers, and no names."""
    return {"matters": [asdict(matter) for matter in matters], "blanks": asdict(balance)}


# -- the steps in words


def _reckoning(matters: tuple[Matter, ...]) -> Step:
    wrong = [_(MATTERS[matter.kind]) for matter in matters if not matter.adds_up]
    if wrong:
        return Step(RECKONING, False, _("Does not add up: {matters}", matters=_(", ").join(wrong)))
    hand, done, carried, rest = (
        sum(getattr(matter, name) for matter in matters)
        for name in ("in_hand", "done", "carried", "to_explain")
    )
    words = _("{hand} = done {done} + carried over {carried} + to explain {rest}",
              hand=hand, done=done, carried=carried, rest=rest)  # fmt: skip
    return Step(RECKONING, True, words)


def _tray(balance: Balance, counted: TrayCount | None, *, kept: bool) -> Step:
    if not kept:
        return Step(TRAY, True, _("No stock of blanks is kept"))
    if not balance.adds_up:
        return Step(TRAY, False, _("The ledger itself does not add up; look at the blanks"))
    if counted is None:
        return Step(TRAY, False, _("Count the tray: the ledger has {n}", n=balance.left))
    if counted.on_ledger != balance.left:
        return Step(TRAY, False, _("Blanks were used since the count; count again"))
    if counted.differs:
        return Step(TRAY, True, _("Counted {seen}, the ledger has {left}: {reason}", seen=counted.seen,
                                  left=balance.left, reason=counted.reason))  # fmt: skip
    came = balance.before + balance.received
    words = _("Morning {came} − printed {used} − spoiled {spoiled} − returned {returned} = {left}",
              came=came, used=balance.used, spoiled=balance.spoiled, returned=balance.returned,
              left=balance.left)  # fmt: skip
    return Step(TRAY, True, words)


def _reasons(waiting: int) -> str:
    return plural("{n} to explain yet", "{n} to explain yet", waiting) if waiting else _("All explained")


def _draft_words(lie_there: int, waiting: int) -> str:
    if waiting:
        return plural(
            "{n} draft to save, give up or explain", "{n} drafts to save, give up or explain", waiting
        )
    if lie_there:
        return plural("{n} draft, explained", "{n} drafts, explained", lie_there)
    return _("No draft is left")


def _print_words(unconfirmed: int) -> str:
    if unconfirmed:
        return plural("{n} print to be settled", "{n} prints to be settled", unconfirmed)
    return _("Every print is settled")


def _tomorrow(listed: int, falling: int, opens_again: date) -> str:
    if falling:
        return plural("{n} falls due before {day}, when the office opens again: explain it",
                      "{n} fall due before {day}, when the office opens again: explain them",
                      falling, day=opens_again.strftime("%m-%d"))  # fmt: skip
    return plural("{n} to do by {day}", "{n} to do by {day}", listed, day=opens_again.strftime("%m-%d"))
