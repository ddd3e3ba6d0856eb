"""制证: approved permits are printed, the officer says whether they came out, and they are handed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app import blanks, card_sheets, permits, printing, printouts
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, plural
from app.paper import PERMIT_CARD, card_sheet, wording
from app.permits import PermitRow
from app.printing import Made
from app.printouts import Kept
from ui import alignments, theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages import printing_rows as rows
from ui.pages.permit_step import WITH_THE_CARD
from ui.pages.press import SPOILED, Getting, Press
from ui.pages.printing_alignment import PrinterPanel
from ui.pages.printing_batch import Batch, Making, Ticks
from ui.pages.printing_panels import SINGLE, CardPanel, KeptPanel
from ui.pages.printing_rows import ASK, HAND_OUT, PRINT, Line, Queue
from ui.pages.printing_stock import RETURNED, StockPanel
from ui.pages.wayback import Outcome, with_way_back
from ui.preferences import of_program
from ui.table import Column
from ui.widgets.cells import Tick, Words
from ui.widgets.choice import ChoiceRow, Switch
from ui.widgets.empty import EmptyState
from ui.widgets.panel import PageHead, Panel
from ui.widgets.worklist import WorkList

PAPER = "paper-of-cards"
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
        self._out: dict[UUID, Made] = {}
        self._wanted: UUID | None = None
        self._from_the_top = False
        self._shown: UUID | None = None
        self._press = Press(self)
        self._batch, self._ticks = Batch(self, self._press), Ticks(self)
        self.queue = WorkList(_columns(self._ticks), key=lambda line: (line.todo, line.id), name=_("Cards"))
        self.card, self.kept, self.stock = CardPanel(), KeptPanel(), StockPanel()
        self.printer, self._beside = PrinterPanel(), QStackedWidget()
        self._which = Switch(
            ((0, _("Printed today")), (1, _("Printer and alignment"))), name=_("Beside the blanks")
        )
        self._head, self._side = PageHead(_("Print permits")), Panel(_("Cards"), padded=False)
        self._spoiled = ChoiceRow(tuple((words, _(words)) for words in SPOILED), name=_("What went wrong"))
        self._nothing = EmptyState(
            "check-circle", _("No card waits"), _("Approved applications come by themselves.")
        )

        self._arrange()
        self.card.paper.show_typed(of_program().of_machine(PAPER) or SINGLE)
        self.queue.chosen.connect(self._open)
        self.queue.opened.connect(lambda line: self._do_next())
        self.queue.spaced.connect(lambda line: self._ticks.toggle(line.id))
        self._ticks.changed.connect(self._show_ticks)
        self.card.paper_changed.connect(self._show_paper)
        self.card.sheet.places.moved.connect(self._draw_again)
        self.card.bare_changed.connect(self._draw_again)
        self._batch.moved.connect(self._show_batch)
        self._batch.ended.connect(self._end_batch)
        self.kept.asked.connect(self._save_kept)
        self.kept.again.connect(self._print_copy)
        self._which.changed.connect(self._show_beside)
        self.printer.asked.connect(self._calibrate)
        self.stock.received.connect(self._receive)
        self.stock.put_aside.connect(self._put_aside)
        self.stock.counted.connect(self._note_count)
        self._press.out.connect(self._note_out)
        self._press.saved.connect(lambda path: self.did.emit(Done(_("The PDF is at {path}", path=path))))

    # -- what the window asks

    def show_for(self, what: object) -> None:
        match what:
            case ("permit", UUID() as permit_id):
                self._wanted = permit_id
            case _:
                self._from_the_top = True
        self.reload()

    def hear(self, tables: frozenset[str]) -> None:
        """While a batch is printed only its progress is shown; the queue is read again once it has ended."""
        if not self._batch.running:
            super().hear(tables)

    def reload(self) -> None:
        gather = partial(rows.gather, self.office.desk, self.card.layout_of_sheet())
        self.office.jobs.run(gather, then=self._show_queue, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        line = self.queue.current()
        if self._batch.running:
            return (Action(_("Stop after this card"), self._batch.stop, "Esc", "primary"),)
        if line is None:
            return ()
        if self._printout_of(line) is not None:
            spoiled = Action(_("It is spoiled"), self._settle_spoiled, "F7", "danger")
            right = Action(_("It came out right"), self._settle, "F9", "primary")
            all_right = Action(_("All came out right"), self._settle_all, "Shift+F9")
            return (spoiled, all_right, right) if len(self._own_cards()) > 1 else (spoiled, right)
        if line.todo == HAND_OUT:
            return (Action(_("Hand out"), self._hand_out, "F9", "primary"),)
        kind = "primary" if _has_photo(line) else "pending"
        if self._ticks:
            words = plural("Print {n} card", "Print {n} cards", len(self._ticks))
            return (Action(words, self._print_batch, "Ctrl+P", "primary"),)
        save = Action(_("Save as PDF"), self._save, "Ctrl+S")
        return (save, Action(_("Print"), self._print, "Ctrl+P", kind))

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Card before"), partial(self.queue.step, -1)),
            Key("]", _("Next card"), partial(self.queue.step, 1)),
            Key("Ctrl+O", _("Open the person's file"), self._open_person),
            Key("Enter", _("Do the next step"), hinted=True),
            Key("Space", _("Into the batch, or out of it"), hinted=True),
            Key("Ctrl+A", _("All into the batch, or none"), self._ticks.toggle_all),
            Key("Ctrl+B", _("The whole building into the batch"), self._tick_building),
            Key("Ctrl+Enter", _("Do the next step"), self._do_next),
            Key("Ctrl+[", _("Place before on the sheet"), partial(self.card.sheet.places.step, -1)),
            Key("Ctrl+]", _("Next place on the sheet"), partial(self.card.sheet.places.step, 1)),
            Key("F6", _("New box"), self.stock.begin_taking, hinted=True),
            Key("F8", _("Put a blank aside"), self.stock.begin_putting_aside),
            Key("F3", _("Count the blanks"), self.stock.begin_counting),
            Key("Esc", _("Close, go back"), self._close_forms),
        )

    def first_focus(self) -> WorkList[Line]:
        return self.queue

    def mark(self, field: str, words: str, because: object) -> bool:
        """A blank's number is marked here; a card handed out against another is so on the person's page."""
        if self.stock.mark(field, words) or self.card.mark(field, words):
            return True
        line = self.queue.current()
        if field not in WITH_THE_CARD or line is None or line.waiting is None:
            return False
        self.opens.emit("resident", ("step", line.waiting.permit.person_id, line.id, "hand_out"))
        return True

    def fit(self, breadth: str) -> None:
        narrow = breadth == "narrow"
        self._side.setFixedWidth(theme.px(250 if narrow else 424))
        for column in (NUMBER, STATE):
            self.queue.setColumnHidden(column, narrow)
        self.card.be_narrow(narrow)
        self._beside.setVisible(not narrow)

    # -- the queue

    def _show_queue(self, queue: Queue) -> None:
        self._ticks.show(queue.printable)
        self.queue.show_groups(queue.groups())
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            for todo in (PRINT, HAND_OUT):
                self.queue.go_to((todo, wanted))
        if self._from_the_top:
            self._from_the_top = False
            for line in queue.asked[:1]:
                self.queue.go_to((line.todo, line.id))
        self._say_how_many(queue)
        nothing = self.queue.current() is None
        self.queue.setVisible(not nothing)
        self._nothing.setVisible(nothing)
        self.kept.show_kept(queue.kept)
        if queue.sheet is not None:
            form = wording.form(queue.sheet.layout, self.office.desk.today())
            self.card.sheet.show_sheet(queue.sheet, card_sheet.places(form))
        self.stock.show_stock(queue.stock, len(queue.sheet.places) if queue.sheet is not None else 1)
        self.stock.show_count(queue.counted)
        self._open(self.queue.current())

    def _say_how_many(self, queue: Queue) -> None:
        if self._batch.running:
            self._head.say(self._batch.in_words())
            return
        self._head.say(
            plural("{n} card to print", "{n} cards to print", len(queue.printable)),
            " · " + plural("{n} to hand out", "{n} to hand out", len(queue.to_hand_out)),
            *_settle_first(len(queue.asked)),
        )

    def _open(self, line: Line | None) -> None:
        self._show_question(line)
        self.changed.emit()
        self._shown = line.id if line is not None else None
        if line is None:
            self.card.show_title(_("Card"))
            self.card.show_pdf(None)
            self.card.show_checks(())
            return
        self._show_title(line)
        desk, run = self.office.desk, self.office.jobs.run
        if line.sent is not None:
            self.card.show_checks(())
            run(partial(printing.kept, desk, line.id), then=partial(self._show_card, line.id), owner=self)
            return
        self._draw(line)
        run(partial(printouts.checks, desk, line.id), then=self.card.show_checks, owner=self)

    def _draw(self, line: Line) -> None:
        """The card in hand as it will be printed; on a sheet, with the others of its batch."""
        desk, layout, begin = self.office.desk, self.card.layout_of_sheet(), self.card.sheet.places.place()
        bare = self.card.shows_bare()
        draw = partial(printing.preview, desk, PERMIT_CARD.name, line.id, bare)
        if layout:
            cards = self._cards()
            self.card.sheet.places.show_cards(len(cards))
            draw = partial(card_sheets.preview, desk, layout, cards, begin or 1, bare)
        self.office.jobs.run(draw, then=partial(self._show_card, line.id), owner=self)

    def _show_paper(self) -> None:
        """Another paper: its stock and its sheet are shown, and it is remembered."""
        of_program().keep_of_machine(PAPER, self.card.paper.typed())
        self.printer.show_document(self.card.layout_of_sheet() or PERMIT_CARD.name)
        self.office.jobs.when_back(self.reload, owner=self)

    def _show_card(self, line_id: UUID, pdf: bytes) -> None:
        if line_id == self._shown:
            self.card.show_pdf(pdf)

    def _show_title(self, line: Line) -> None:
        number = line.waiting.permit.id_number if line.waiting else line.document()
        self.card.show_title(line.name, number)

    def _show_question(self, line: Line | None) -> None:
        asks = line is not None and self._printout_of(line) is not None
        self.card.question.setVisible(asks)
        self.card.ask_number(self._blank_of(line) if asks and line is not None else "")
        self._spoiled.hide()
        self._spoiled.show_value(None)
        if asks and line is not None:
            words = _("Did the card of {name} come out right?", name=line.name)
            place = line.sent.place if line.sent is not None else None
            where = _("It lies on place {n} of the sheet.", n=place) + " " if place else ""
            self.card.question.say(
                words, where + _("Look at it, then say so. Nothing is printed again by itself."), kind="warn"
            )

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
            self._press.print(self._making(), PERMIT_CARD.name)

    def _save(self) -> None:
        line = self.queue.current()
        if line is not None and not self._lacks_photo():
            self._press.save(self._making(), _("Permit card {name}", name=line.name))

    def _making(self) -> Getting:
        """Makes the card in hand, or the sheet from the place that was picked."""
        make: Making = partial(_single, self.office.desk)
        if self.card.layout_of_sheet():
            make = self._sheet(self.card.sheet.places.place())
        return partial(make, self._cards())

    def _sheet(self, start: int | None) -> Making:
        return partial(card_sheets.make, self.office.desk, self.card.layout_of_sheet(), start=start or None)

    def _cards(self) -> tuple[UUID, ...]:
        """The cards to print: those ticked, else the one in hand."""
        line = self.queue.current()
        return self._ticks.in_order() or ((line.id,) if line is not None and line.todo == PRINT else ())

    def _lacks_photo(self) -> bool:
        """A card without a photo is not printed (art. 4): the officer is led to the file instead."""
        line = self.queue.current()
        if line is None or _has_photo(line):
            return False
        self._open_person()
        return True

    def _note_out(self, made: Made) -> None:
        line = self.queue.current()
        if made.document in card_sheets.LAYOUTS:
            self._end_batch()
        elif line is not None and not made.copy:  # a copy is asked about by itself, at the head of the queue
            self._out[line.id] = made
            self._show_question(line)
            self.changed.emit()

    def _printout_of(self, line: Line) -> UUID | None:
        """The print the officer is asked about, if this line asks for a word."""
        if line.todo == ASK:
            return line.id
        made = self._out.get(line.id)
        return made.printout_id if made is not None and line.todo == PRINT else None

    def _blank_of(self, line: Line) -> str:
        """The number of the blank that should have come out."""
        if line.sent is not None:
            return line.sent.blank
        made = self._out.get(line.id)
        return made.blank if made is not None else ""

    def _settle(self) -> None:
        line = self.queue.current()
        printout = self._printout_of(line) if line is not None else None
        if line is not None and printout is not None:
            verb = partial(printing.came_out, self.office.desk, printout, self.card.seen())
            self.office.jobs.run(verb, then=lambda done: self._came_out(line), owner=self)

    def _settle_spoiled(self) -> None:
        line = self.queue.current()
        printout = self._printout_of(line) if line is not None else None
        if line is None or printout is None:
            return
        if self._spoiled.value() is None:
            self._spoiled.show()
            self._spoiled.setFocus()
            raise Refused(N_("Say what went wrong: pick it by its digit, then press F7 again."))
        self._press.spoil(
            printout, self._spoiled.value(), lambda done: self._settled(line, N_("Spoiled: {name}")),
            self.card.seen(),
        )  # fmt: skip

    def _came_out(self, line: Line) -> None:
        """The card stays in hand: whoever waits for it gets it with the next key."""
        if line.todo == PRINT:
            self._wanted = line.id
        self._settled(line, N_("Printed: {name}"))

    def _settled(self, line: Line, words: str) -> None:
        printout = self._printout_of(line)
        self._out = {permit: made for permit, made in self._out.items() if made.printout_id != printout}
        self.did.emit(Done(_(words, name=line.name)))
        self.queue.setFocus()
        self.reload()

    def _show_beside(self) -> None:
        """The printers are asked for when their panel is first looked at: a queue far away takes its time."""
        self._beside.setCurrentIndex(self._which.value())
        self.printer.show_document(self.card.layout_of_sheet() or PERMIT_CARD.name)
        if self._beside.currentWidget() is self.printer and not self.printer.knows:
            ask = alignments.default_printer
            self.office.jobs.press(ask, then=self.printer.show_printer, owner=self)

    def _calibrate(self) -> None:
        self._press.calibrate(self.printer.paper_size(), self.printer.begin_measuring)

    # -- the batch

    def _tick_building(self) -> None:
        """All that live in the building of the card in hand."""
        if (line := self.queue.current()) is not None:
            self._ticks.add_building(line.id)

    def _show_ticks(self) -> None:
        self.queue.viewport().update()
        if self.card.layout_of_sheet():
            self._draw_again()
        self.changed.emit()

    def _draw_again(self) -> None:
        if (line := self.queue.current()) is not None and line.sent is None:
            self._draw(line)

    def _print_batch(self) -> None:
        if self.card.layout_of_sheet():
            first = self._sheet(self.card.sheet.places.place())
            self._batch.start(self.card.layout_of_sheet(), self._cards(), self._sheet(None), first)
        else:
            self._batch.start(PERMIT_CARD.name, self._cards(), partial(_single, self.office.desk))

    def _show_batch(self) -> None:
        self._head.say(self._batch.in_words())
        self.changed.emit()

    def _end_batch(self) -> None:
        """What was sent is asked about first; what was not stays ticked for the next batch."""
        self._from_the_top = True
        self.reload()
        self.changed.emit()

    def _own_cards(self) -> tuple[UUID, ...]:
        """The cards this officer sent; nobody can say of another's printer what came out of it."""
        return tuple(line.id for line in self.queue.table.rows() if line.is_own_card)

    def _settle_all(self) -> None:
        """Every card that was sent from here came out right, each with the blank it was to have."""
        verb = partial(printing.all_came_out, self.office.desk, self._own_cards())
        self.office.jobs.run_long(verb, then=self._tell_all_out, owner=self)

    def _tell_all_out(self, cards: int) -> None:
        self.did.emit(Done(plural("{n} card came out right", "{n} cards came out right", cards)))
        self.reload()

    # -- the blanks

    def _receive(self, first: str, last: str, to_a_sheet: int) -> None:
        verb = partial(blanks.receive, self.office.desk, first, last, to_a_sheet)
        self._do(verb, _("Taken in: {first} to {last}", first=first, last=last))

    def _put_aside(self, number: str, reason: str) -> None:
        put = blanks.give_back if reason == RETURNED else blanks.spoil
        verb = partial(put, self.office.desk, number, reason)
        self._do(verb, _("Put aside: {number}", number=number))

    def _note_count(self, seen: int, reason: str) -> None:
        verb = partial(blanks.count_tray, self.office.desk, seen, reason)
        self._do(verb, _("Counted: {seen}", seen=seen))

    def _do(self, verb: Callable[[], object], words: str) -> None:
        def tell(outcome: Outcome[object]) -> None:
            self.stock.close_forms()
            self.queue.setFocus()
            self.did.emit(Done(words, outcome.undo))

        self.office.jobs.run(partial(with_way_back, self.office.desk, verb), then=tell, owner=self)

    def _close_forms(self) -> None:
        if self.stock.close_forms():
            self.queue.setFocus()

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

    def _save_kept(self, kept: Kept) -> None:
        load = partial(printing.kept, self.office.desk, kept.id)
        self._press.copy(load, f"{_(kept.title)} {kept.name}")

    def _print_copy(self, kept: Kept) -> None:
        self._press.print(lambda bare: printing.again(self.office.desk, kept.id), kept.document)

    def _open_person(self) -> None:
        line = self.queue.current()
        if line is not None and line.waiting is not None:
            self.opens.emit("resident", ("person", line.waiting.permit.person_id))

    def _arrange(self) -> None:
        self._side.body.addWidget(self.queue, 1)
        self._side.body.addWidget(self._nothing, 1)
        self.card.body.insertWidget(1, self._spoiled)
        right = QVBoxLayout()
        right.setSpacing(theme.px(12))
        right.addWidget(self.card)
        under = QWidget()
        below = QHBoxLayout(under)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(12))
        below.addWidget(self.stock, 2)
        below.addWidget(self._beside, 3)
        for panel in (self.kept, self.printer):
            self._beside.addWidget(panel)
        self._head.add_tool(self._which)
        right.addWidget(under, 1)
        under.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # before the card does
        under.setMinimumHeight(1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(12))
        columns.addWidget(self._side)
        columns.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self._head)
        whole.addLayout(columns, 1)


def _single(desk: Desk, cards: Sequence[UUID], bare: bool) -> Made:
    """The first of these as a card of its own."""
    return printing.make(desk, PERMIT_CARD.name, cards[0], bare)


def _columns(ticks: Ticks) -> tuple[Column[Line], ...]:
    def named(line: Line) -> Words | Tick:
        words = rows.name_cell(line)
        return Tick(line.id in ticks, words) if line.todo == PRINT else words

    def itself(line: Line) -> Line:
        return line

    return (
        Column(N_("Name"), itself, named),
        Column(N_("Permit number"), itself, rows.number_cell, width=104),
        Column(N_("Time left"), itself, rows.deadline_cell, width=106),
        Column(N_("State"), itself, rows.state_cell, width=84),
    )


def _settle_first(asked: int) -> tuple[tuple[str, str, bool], ...]:
    words = plural("{n} to be settled first", "{n} to be settled first", asked)
    return ((" · " + words, "warn", True),) if asked else ()


def _has_photo(line: Line) -> bool:
    return line.waiting is None or line.waiting.permit.has_photo
