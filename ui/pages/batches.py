"""历史批次: the batches of cards printed before, the cards of one, and its list on paper."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app import batch_paper, past_batches, permits
from app.language import N_, _, plural
from app.listing import Listing
from app.paper import BATCH_LIST
from app.past_batches import Batch, BatchCard, Found
from app.printing import Made
from app.printouts import CAME_OUT, STATES
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.came_out import CameOut
from ui.pages.press import Press
from ui.pages.printing_panels import KINDS
from ui.pages.printing_rows import short_number
from ui.pages.resident_find import TYPING_PAUSE_MS, SearchField
from ui.pages.trail import AS_LEFT, file_of
from ui.pages.wording import sex_and_age, short_day, weekday
from ui.table import Column, Heading
from ui.widgets.cells import Status, Words
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, side_by_side

BLANKS, NOW = 3, 5
"""The columns of the batches and of the cards that a narrow window does without."""


class BatchesPage(Page):
    """The batches at the left, day by day; the cards of the one in hand at the right.

    ``show_for`` begins with the latest batch, unless one comes back from a file.
    """

    reads = frozenset({"printout", "permit", "blank", "person"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._found: Found | None = None
        self._anew, self._from_a_file = True, False
        self._sought, self._looked_for = False, ""
        self._shown: Batch | None = None
        self._press = Press(self)
        self.field = SearchField(_("Name, ID number, permit number or blank number"), name=_("Find"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self.batches: LongList[Batch] = LongList(
            _batch_columns(), key=lambda batch: batch.id, jobs=office.jobs, name=_("Batches")
        )
        self.cards: LongList[BatchCard] = LongList(
            _card_columns(), key=lambda card: card.id, jobs=office.jobs, name=_("Cards of the batch")
        )
        self._head, self._side = PageHead(_("Batches printed before")), Panel(_("Cards"), padded=False)
        self._nothing = EmptyState("card", "")
        self._question, self._came_out = Notice(), CameOut(self, self._press)

        self._arrange()
        self.field.changed.connect(self._typing.start)
        self._typing.timeout.connect(self.reload)
        self.field.down.connect(self._go_down)
        self.batches.typed.connect(self._go_on_typing)
        self.batches.chosen.connect(self._open)
        self.batches.opened.connect(lambda batch: self.cards.setFocus())
        self.cards.opened.connect(lambda card: self._open_person())
        self._press.out.connect(self._ask)
        self._came_out.right.connect(partial(self._settle, N_("The list is printed")))
        self._came_out.spoiled.connect(partial(self._settle, N_("The list is spoiled")))

    # -- what the window asks

    def show_for(self, what: object) -> None:
        self._from_a_file = what == AS_LEFT
        if not self._from_a_file:
            self.field.clear()
            self._anew = True
        self.reload()

    def reload(self) -> None:
        self._typing.stop()
        text = self.field.text().strip()
        look = partial(past_batches.listed, self.office.desk, text)
        self.office.jobs.run(look, then=partial(self._show_found, text), owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self._came_out.asks:
            return self._came_out.buttons()
        if self._shown is None:
            return ()
        return (Action(_("Print the batch's list"), self._print, "Ctrl+P", "primary"),)

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Batch before"), partial(self.batches.step, -1), hinted=True),
            Key("]", _("Next batch"), partial(self.batches.step, 1), hinted=True),
            Key("Enter", _("To its cards, and into a file"), hinted=True),
            Key("Ctrl+O", _("Open the person's file"), self._open_person),
            Key("Ctrl+F", _("Find a batch"), self._begin_finding),
            Key("Esc", _("Back to the queue"), self._go_back, hinted=True),
        )

    def first_focus(self) -> QWidget:
        return self.cards if self._from_a_file else self.batches

    def fit(self, breadth: str) -> None:
        narrow = breadth == "narrow"
        self._side.setFixedWidth(theme.px({"narrow": 500, "normal": 664, "wide": 860}[breadth]))
        self.batches.setColumnHidden(BLANKS, narrow)
        self.cards.setColumnHidden(NOW, narrow)

    # -- the batches

    def _show_found(self, text: str, found: Found) -> None:
        if text != self.field.text().strip():
            return  # something else was typed meanwhile
        self._found = found
        self._sought, self._looked_for = text != self._looked_for, text
        self.batches.show_listing(found.listing, self._days(found.listing), anew=self._anew)
        self._anew = False
        self.batches.setVisible(bool(found.listing))
        self._nothing.setVisible(not found.listing)
        self._say(text, found)
        self._open(self.batches.current())
        self._sought = False

    def _days(self, listing: Listing[Batch]) -> tuple[tuple[Heading, int], ...]:
        today = self.office.desk.today()
        return tuple((_day(date.fromisoformat(day), today, count), count) for day, count in listing.parts)

    def _say(self, text: str, found: Found) -> None:
        number = plural(
            "{count} batch", "{count} batches", len(found.listing), count=f"{len(found.listing):,}"
        )
        more = _("More people are meant than were looked for. Type more.")
        self._head.say(number, *((" · ", (more, "warn", False)) if found.more else ()))
        if text:
            self._nothing.show_words(_("No batch has such a card"), _("Try fewer letters or digits."))
        else:
            self._nothing.show_words(
                _("No card has been printed yet"), _("What is printed here will stand here, batch by batch.")
            )

    def _begin_finding(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _go_on_typing(self, text: str) -> None:
        """Whoever types on the list looks for something."""
        self.field.setFocus()
        self.field.insert(text)
        self._typing.start()

    def _go_down(self) -> None:
        if self._typing.isActive():
            self.reload()
        self.batches.setFocus()

    # -- the batch in hand

    def _open(self, batch: Batch | None) -> None:
        anew = self._sought or batch is None or self._shown is None or batch.id != self._shown.id
        self._shown = batch
        if batch is None:
            self._side.show_title(_("Cards"))
            self.cards.show_listing(Listing((), lambda _numbers: {}))
        else:
            self._side.show_title(batch_paper.when_and_who(batch), batch_paper.what_became(batch))
            meant = self._found.cards if self._found is not None and anew else ()
            load = partial(past_batches.cards, self.office.desk, batch.id, meant)
            show = partial(self._show_cards, batch, anew)
            self.office.jobs.when_back(partial(self.office.jobs.run, load, then=show, owner=self), owner=self)
        self.changed.emit()

    def _show_cards(self, batch: Batch, anew: bool, cards: Listing[BatchCard]) -> None:
        if self._shown is not None and batch.id == self._shown.id:
            self.cards.show_listing(cards, anew=anew)

    def _open_person(self) -> None:
        if (card := self.cards.current()) is not None and self._shown is not None:
            again = partial(past_batches.cards, self.office.desk, self._shown.id)
            self.opens.emit("resident", file_of(card.person_id, self.cards, "batches", again=again))

    def _go_back(self) -> None:
        """What was looked for is given up first."""
        if self.field.text():
            self.field.clear()
            self.reload()
            self.batches.setFocus()
        else:
            self.opens.emit("printing", AS_LEFT)

    # -- its list on paper

    def _print(self) -> None:
        if self._shown is not None:
            make = partial(batch_paper.make, self.office.desk, self._shown.id)
            self._press.print(make, BATCH_LIST.name)

    def _ask(self, made: Made) -> None:
        self._came_out.ask(made.printout_id)
        self._question.say(_("Did the list come out right?"), _("Look at it, then say so."), kind="warn")
        self._question.show()
        self.changed.emit()

    def _settle(self, words: str, _of: object) -> None:
        self.did.emit(Done(_(words)))
        self._came_out.ask(None)
        self._question.hide()
        self.batches.setFocus()
        self.changed.emit()

    def _arrange(self) -> None:
        left = Panel(padded=False)
        left.body.addWidget(self.batches, 1)
        left.body.addWidget(self._nothing, 1)
        self._side.body.addWidget(self.cards, 1)
        self.field.setFixedWidth(theme.px(360))
        self._head.add_beside(self.field)
        self.lay(self._head, self._question, self._came_out, side_by_side(left, self._side, wide=left))
        self._question.hide()


def _day(day: date, today: date, batches: int) -> Heading:
    """What stands over the batches of a day."""
    named = _("Today") if day == today else f"{short_day(day, today)} {weekday(day)}"
    return Heading(named, plural("{n} batch", "{n} batches", batches))


def _batch_columns() -> tuple[Column[Batch], ...]:
    return (
        Column[Batch](N_("Time"), _time, width=64),
        Column[Batch](N_("Batch"), _which),
        Column[Batch](N_("What became of it"), _outcome, width=110),
        Column[Batch](N_("Blanks"), _blanks, width=206),
        Column[Batch](N_("Officer"), lambda batch: batch.officer, width=76),
    )


def _time(batch: Batch) -> str:
    return f"{batch.began_at.astimezone():%H:%M}" if batch.began_at is not None else "—"


def _which(batch: Batch) -> Words:
    """Whose card it began with, and how many it had."""
    return Words(batch.name, plural("{n} card", "{n} cards", batch.cards), bold=True)


def _outcome(batch: Batch) -> Words:
    """That all came out, or how many did not and why."""
    if batch.came_out == batch.cards:
        return Words(_("all came out"), tone="ok")
    others = [
        f"{_(words)} {batch.states[state]}"
        for state, words in STATES.items()
        if state in batch.states and state != CAME_OUT
    ]
    return Words(" · ".join(others), tone="warn")


def _blanks(batch: Batch) -> Words:
    return Words(
        past_batches.blanks_in_words(batch.blanks), past_batches.boxes_in_words(batch.blanks), mono=True
    )


def _card_columns() -> tuple[Column[Any], ...]:
    return (
        Column[BatchCard](
            N_("Name"), lambda card: Words(card.name, sex_and_age(card.sex, card.age), bold=True)
        ),
        Column[BatchCard](N_("Permit number"), lambda card: short_number(card.number), width=100),
        Column[BatchCard](N_("Blank"), lambda card: Words(card.blank or "—", mono=True), width=88),
        Column[BatchCard](
            N_("What became of it"), lambda card: Status(_(STATES[card.state]), KINDS[card.state]), width=100
        ),
        Column[BatchCard](N_("Reason"), lambda card: _(card.reason) if card.reason else "", width=100),
        Column[BatchCard](N_("Permit now"), lambda card: _(permits.STATES[card.permit_state]), width=124),
    )
