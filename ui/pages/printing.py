"""制证: approved permits are printed, the officer says whether they came out, and they are handed out."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import batches, card_sheets, permits, printing
from app.language import N_, _, plural
from app.paper import card_sheet, wording
from app.permits import PermitRow
from app.press_queue import HAND_OUT, PRINT, Line, PressQueue
from app.printing import Made
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages import printing_rows as rows
from ui.pages.came_out import CameOut
from ui.pages.permit_step import WITH_THE_CARD
from ui.pages.press import Press
from ui.pages.printing_batch import Batch, Ticks
from ui.pages.printing_beside import Beside
from ui.pages.printing_blanks import Blanks
from ui.pages.printing_in_hand import InHand
from ui.pages.printing_panels import SINGLE, CardPanel
from ui.pages.printing_paper import CardPaper
from ui.pages.printing_rows import Shown
from ui.pages.trail import AS_LEFT, file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.preferences import of_program
from ui.widgets.button import KeyButton
from ui.widgets.empty import EmptyState
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side

PAPER = "paper-of-cards"
LEAST_UNDER, LEAST_STACKED = 168, 440
"""The height of what stands under the card, side by side or, in a narrow window, one below the other."""
NUMBER, STATE = 1, 3
"""The columns a narrow window does without; the headings of the groups say as much."""


class PrintingPage(Page):
    """The queue at the left, the card in hand at the right, what was printed today below it.

    ``show_for`` takes ("permit", id). A printer can say "accepted", never "on this card": so after
    printing or saving the officer is asked, and a print that nobody has spoken for is asked about first.
    """

    reads = frozenset({"permit", "printout", "person", "blank", "blank_box", "blank_count"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._out: UUID | None = None
        self._wanted: UUID | None = None
        self._from_the_top = False
        self._press = Press(self)
        self._batch, self._ticks = Batch(self, self._press), Ticks(self)
        self._own_cards: tuple[UUID, ...] = ()
        self.queue = LongList(
            rows.columns(self._ticks, self._batch),
            key=lambda line: (line.todo, line.id),
            jobs=office.jobs,
            name=_("Cards"),
        )
        self.card, self.blanks = CardPanel(), Blanks(self)
        self.beside = Beside(self, self._press, lambda: self._paper().document)
        self._head, self._side = PageHead(_("Print permits")), Panel(_("Cards"), padded=False)
        self._came_out = CameOut(self, self._press, self.card.seen)
        self._under = QWidget()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._under)
        self._in_hand = InHand(self, self.card, self._came_out, self._paper)
        self._nothing = EmptyState(
            "check-circle", _("No card waits"), _("Approved applications come by themselves.")
        )

        self._arrange()
        self.card.paper.show_typed(of_program().of_machine(PAPER) or SINGLE)
        self.queue.chosen.connect(self._open)
        self.queue.opened.connect(lambda line: self._do_next())
        self.queue.spaced.connect(self._toggle)
        self._ticks.changed.connect(self._show_ticks)
        self.card.paper_changed.connect(self._show_paper)
        self.card.sheet.places.moved.connect(self._in_hand.draw)
        self.card.bare_changed.connect(self._in_hand.draw)
        self._batch.moved.connect(self._show_batch)
        self._batch.ended.connect(self._end_batch)
        self.blanks.closed.connect(self.queue.setFocus)
        self._press.out.connect(self._note_out)
        self._press.saved.connect(lambda path: self.did.emit(Done(_("The PDF is at {path}", path=path))))
        self._came_out.right.connect(lambda line: self._settle(rows.came_out(line), line))
        self._came_out.spoiled.connect(partial(self._settle, N_("Spoiled: {name}")))

    # -- what the window asks

    def show_for(self, what: object) -> None:
        match what:
            case ("permit", UUID() as permit_id):
                self._wanted = permit_id
            case _:
                self._from_the_top = what != AS_LEFT
        self.reload()

    def hear(self, tables: frozenset[str]) -> None:
        """While a batch is printed only its progress is shown; the queue is read again once it has ended."""
        if not self._batch.running:
            super().hear(tables)

    def reload(self) -> None:
        wanted, from_the_top = self._wanted, self._from_the_top
        self._wanted, self._from_the_top = None, False
        layout = self.card.layout_of_sheet()
        gather = partial(rows.gather, self.office.desk, layout, wanted, from_the_top)
        self.office.jobs.run(gather, then=self._show_queue, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        line = self.queue.current()
        if self._batch.running:
            return (Action(_("Stop after this card"), self._batch.stop, "Esc", "primary"),)
        if line is None:
            return ()
        if self._came_out.asks:
            all_right = Action(_("All came out right"), self._settle_all, "Shift+F9")
            return self._came_out.buttons(*((all_right,) if len(self._own_cards) > 1 else ()))
        if line.todo == HAND_OUT:
            return (Action(_("Hand out"), self._hand_out, "F9", "primary"),)
        kind = "primary" if rows.has_photo(line) else "pending"
        if self._ticks:
            words = plural("Print {n} card", "Print {n} cards", len(self._ticks))
            return (Action(words, self._print_batch, "Ctrl+P", "primary"),)
        save = Action(_("Save as PDF"), self._save, "Ctrl+S")
        return (save, Action(_("Print"), self._print, "Ctrl+P", kind))

    def own_keys(self) -> tuple[Key, ...]:
        stock = self.blanks.panel
        return (
            Key("[", _("Card before"), partial(self.queue.step, -1)),
            Key("]", _("Next card"), partial(self.queue.step, 1)),
            Key("Ctrl+O", _("Open the person's file"), self._open_person),
            Key("Ctrl+H", _("Batches printed before"), self._open_batches),
            Key("Enter", _("Do the next step"), hinted=True),
            Key("Space", _("Into the batch, or out of it"), hinted=True),
            Key("Ctrl+A", _("All into the batch, or none"), self._ticks.toggle_all),
            Key("Ctrl+B", _("The whole building into the batch"), self._tick_building),
            Key("Ctrl+Enter", _("Do the next step"), self._do_next),
            Key("Ctrl+[", _("Place before on the sheet"), partial(self.card.sheet.places.step, -1)),
            Key("Ctrl+]", _("Next place on the sheet"), partial(self.card.sheet.places.step, 1)),
            Key("F6", _("New box"), stock.begin_taking, hinted=True),
            Key("F8", _("Put a blank aside"), stock.begin_putting_aside),
            Key("Shift+F6", _("Count the blanks"), stock.begin_counting),
            Key("Esc", _("Close, go back"), self.blanks.close),
        )

    def first_focus(self) -> LongList[Line]:
        return self.queue

    def mark(self, field: str, words: str, because: object) -> bool:
        """A blank's number is marked here; a card handed out against another is so on the person's page."""
        if self.blanks.panel.mark(field, words) or self.card.mark(field, words):
            return True
        line = self.queue.current()
        if field not in WITH_THE_CARD or line is None or line.waiting is None:
            return False
        self.opens.emit("resident", ("step", line.waiting.permit.person_id, line.id, "hand_out"))
        return True

    def fit(self, breadth: str) -> None:
        narrow = breadth == "narrow"
        self._side.setFixedWidth(theme.px(250 if narrow else 436))
        for column in (NUMBER, STATE):
            self.queue.setColumnHidden(column, narrow)
        self.card.be_narrow(narrow)
        directions = QBoxLayout.Direction
        self._below.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._under.setMinimumHeight(theme.px(LEAST_STACKED if narrow else LEAST_UNDER))

    # -- the queue

    def _show_queue(self, shown: Shown) -> None:
        queue = shown.queue
        self._ticks.show(queue.ready)
        self._own_cards = queue.own_cards
        self.queue.show_listing(queue.listing, rows.headings(queue.listing))
        self._say_how_many(queue)
        nothing = not queue.listing
        self.queue.setVisible(not nothing)
        self._nothing.setVisible(nothing)
        self.beside.kept.show_kept(shown.kept)
        if shown.sheet is not None:
            form = wording.form(shown.sheet.layout, self.office.desk.today())
            self.card.sheet.show_sheet(shown.sheet, card_sheet.places(form))
        self.blanks.panel.show_stock(shown.stock, len(shown.sheet.places) if shown.sheet is not None else 1)
        self.blanks.panel.show_count(shown.counted)
        self._open(self.queue.current())

    def _say_how_many(self, queue: PressQueue) -> None:
        if self._batch.running:
            self._show_batch()
            return
        self._head.say(
            plural("{n} card to print", "{n} cards to print", queue.to_print),
            " · " + plural("{n} to hand out", "{n} to hand out", queue.to_hand_out),
            *rows.settle_first(queue.asked),
        )

    def _open(self, line: Line | None) -> None:
        self._in_hand.show(line)
        self.changed.emit()

    def _show_paper(self) -> None:
        """Another paper: its stock and its sheet are shown, and it is remembered."""
        of_program().keep_of_machine(PAPER, self.card.paper.typed())
        self.beside.printer.show_document(self._paper().document)
        self.office.jobs.when_back(self.reload, owner=self)

    # -- printing

    def _do_next(self) -> None:
        """Enter: the last button of the bar, which is what comes next."""
        for action in self.buttons()[-1:]:
            action.do()

    def _print(self) -> None:
        if self._lacks_photo():
            return
        if self.card.layout_of_sheet():
            self._print_batch()
        else:
            paper = self._paper()
            self._press.print(partial(paper.make, paper.cards), paper.document)

    def _save(self) -> None:
        line = self.queue.current()
        if line is not None and not self._lacks_photo():
            paper = self._paper()
            self._press.save(partial(paper.make, paper.cards), _("Permit card {name}", name=line.name))

    def _paper(self) -> CardPaper:
        """The cards to print, those ticked or else the one in hand, on the paper that was chosen."""
        line = self.queue.current()
        cards = self._ticks.in_order() or ([line.row] if line is not None and line.todo == PRINT else [])
        layout, place = self.card.layout_of_sheet(), self.card.sheet.places.place()
        return CardPaper(self.office.desk, cards, layout, place)

    def _lacks_photo(self) -> bool:
        """A card without a photo is not printed (art. 4): the officer is led to the file instead."""
        line = self.queue.current()
        if line is None or rows.has_photo(line):
            return False
        self._open_person()
        return True

    def _note_out(self, made: Made) -> None:
        """A card that has left stays in hand, where it is asked about."""
        if made.document in card_sheets.LAYOUTS:
            self._end_batch()
        elif not made.copy:  # a copy is asked about by itself, at the head of the queue
            self._out = self._wanted = made.printout_id
            self.reload()

    def _settle(self, words: str, line: Line) -> None:
        """A card that was just printed stays in hand: whoever waits for it gets it with the next key."""
        if line.sent is not None and line.id == self._out:
            self._wanted, self._out = line.sent.permit_id, None
        self.did.emit(Done(_(words, name=rows.called(line), title=rows.document(line))))
        self.queue.setFocus()
        self.reload()

    # -- the batch

    def _tick_building(self) -> None:
        """All that live in the building of the card in hand."""
        line = self.queue.current()
        if line is not None and line.todo == PRINT:
            find = partial(batches.of_building, self.office.desk, line.id)
            self.office.jobs.run(find, then=self._ticks.add, owner=self)

    def _toggle(self, line: Line) -> None:
        """Only a card to print can be ticked: the row of a print that is asked about is another's number."""
        if line.todo == PRINT:
            self._ticks.toggle(line.row)

    def _show_ticks(self) -> None:
        self.queue.viewport().update()
        if self.card.layout_of_sheet():
            self._in_hand.draw()
        self.changed.emit()

    def _print_batch(self) -> None:
        self._batch.start(self._paper())

    def _show_batch(self) -> None:
        safe = _("What is sent is not printed again; should one fail, it stops there.")
        self._head.say((self._batch.in_words(), "text", True), " · " + safe)
        self.queue.viewport().update()
        self.changed.emit()

    def _end_batch(self) -> None:
        """What was sent is asked about first; what was not stays ticked for the next batch."""
        self._from_the_top = True
        self.reload()
        self.changed.emit()

    def _settle_all(self) -> None:
        """Every card that was sent from here came out right, each with the blank it was to have."""
        verb = partial(printing.all_came_out, self.office.desk, self._own_cards)
        self.office.jobs.run_long(verb, then=self._tell_all_out, owner=self)

    def _tell_all_out(self, cards: int) -> None:
        self.did.emit(Done(plural("{n} card came out right", "{n} cards came out right", cards)))
        self.reload()

    # -- what else is done with a card

    def _hand_out(self) -> None:
        line = self.queue.current()
        if line is not None:
            desk = self.office.desk
            verb = partial(permits.move, desk, line.id, "hand_out")
            self.office.jobs.run(partial(with_way_back, desk, verb), then=self._show_handed_out, owner=self)

    def _show_handed_out(self, outcome: Outcome[PermitRow]) -> None:
        self.did.emit(Done(_("Handed out: {name}", name=outcome.result.name), outcome.undo))
        self.reload()

    def _open_person(self) -> None:
        line = self.queue.current()
        if line is not None and line.waiting is not None:
            again = partial(rows.waiting, self.office.desk)
            person_id = line.waiting.permit.person_id
            followed = file_of(person_id, self.queue, "printing", person=rows.holder, again=again)
            self.opens.emit("resident", followed)

    def _open_batches(self) -> None:
        self.opens.emit("batches", None)

    def _arrange(self) -> None:
        self._side.body.addWidget(self.queue, 1)
        self._side.body.addWidget(self._nothing, 1)
        self.card.body.insertWidget(1, self._came_out)
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px(12))
        right.addWidget(self.card)
        under, below = self._under, self._below
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(12))
        below.addWidget(self.blanks.panel, 2)
        below.addWidget(self.beside, 3)
        before = KeyButton(_("Batches printed before"), key="Ctrl+H", kind="quiet", small=True)
        before.clicked.connect(self._open_batches)
        self._head.add_tool(before)
        self._head.add_tool(self.beside.which)
        right.addWidget(under, 1)
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        under.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # before the card does
        wide = scrolled(beside)
        self.lay(self._head, side_by_side(self._side, wide, wide=wide))
