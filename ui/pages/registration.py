"""登记: an arrival is recorded, the person told apart from others on file, and the residence registered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from app import drafts
from app.arrivals import Recorded
from app.drafts import WHOM, DraftRow
from app.errors import Refused
from app.identity_cards import IdentityCard
from app.language import N_, _
from app.registrations import Registered
from ui.office import Office
from ui.pages import Action, Done, Key, Page, resident_draft
from ui.pages import registration_subject as subjects
from ui.pages.page_taking import PageTaking
from ui.pages.registration_card import CardReading
from ui.pages.registration_draft import FORM, Typed, Waits
from ui.pages.registration_foot import Foot, in_short
from ui.pages.registration_form import LABELS
from ui.pages.registration_keeping import FormDraft
from ui.pages.registration_offers import Offers
from ui.pages.registration_pages import DraftPages
from ui.pages.registration_saving import Saving, holder, saved_in_words
from ui.pages.registration_sheet import Sheet
from ui.pages.registration_subject import Opened, Subject
from ui.pages.registration_voucher import VoucherView
from ui.pages.trail import file_by_itself
from ui.pages.wayback import Outcome
from ui.widgets.button import KeyButton
from ui.widgets.dropping import TABLES, FileDrop

Saved = Outcome[Any] | Waits | None
Then = Callable[[Any], object]
"""What is shown of what was saved: who was registered, or the arrivals that were recorded."""


class RegistrationPage(Page):
    """The form, its draft, and what becomes of it. The draft is kept each time something is left.

    ``show_for`` takes ("stay", id) for a recorded arrival, ("person", id) for somebody who
    has come back, ("draft", id), ("voucher", registration id), ("card",) for whoever's card lies on the
    reader, or None for the form as it was.
    """

    reads = frozenset({"draft"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._ready, self._folded = False, False
        self._saving = Saving(office.jobs, self)
        self.sheet, self.voucher, self.taking = Sheet(office, self), VoucherView(self), PageTaking(office)
        self.entries, self.check = self.sheet.entries, self.sheet.check
        self._foot = Foot(shared=office.desk.shared)
        self._draft = FormDraft(office, self, self.sheet, self._foot)
        self._pages = DraftPages(office, self, self.check.proofs, self.taking, lambda: self._draft.keeper)
        self._offers = Offers(self.check.likenesses, self._open_draft)
        self._card = CardReading(office, self)
        self._views = QStackedLayout()

        self._arrange()
        self._connect()
        self._begin()

    # -- what the window asks

    def show_for(self, what: object) -> None:
        desk, run = self.office.desk, self.office.jobs.run
        match what:
            case ("stay", UUID() as stay_id):
                load = partial(subjects.stay, desk, stay_id)
                self._saving.after(partial(run, load, then=self._show_opened, owner=self))
            case ("person", UUID() as person_id):
                load = partial(subjects.person, desk, person_id)
                self._saving.after(partial(run, load, then=self._show_opened, owner=self))
            case ("draft", UUID() as draft_id):
                look_up = partial(drafts.look_up, desk, draft_id)
                self._saving.after(partial(run, look_up, then=self._show_looked_up, owner=self))
            case ("voucher", UUID() as registration_id):
                self._saving.after(partial(self._show_voucher, registration_id))
            case ("card",):
                if not (
                    self._is_blank() or self._saving.under_way
                ):  # what is typed of somebody else is a draft
                    self._begin()
                self._card.begin()
            case _:
                self.reload()

    def reload(self) -> None:
        """Look again for drafts to go on with, and what the day means; what is typed is never touched."""
        self.sheet.look_ahead()
        if self._is_blank():
            load = partial(subjects.rows, self.office.desk)
            self.office.jobs.run(load, then=self._offer, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self._shows_voucher():
            return self.voucher.buttons()
        if self.taking.is_open:
            return self.taking.buttons()
        give_up = Action(_("Give up"), self._go_back, "Esc", "quiet")
        kind = "primary" if self._ready else "pending"
        if self.sheet.subject.registered:
            return (give_up, Action(_("Save the corrections"), self._save_arrival, "Ctrl+S", kind))
        pending = Action(_("Keep, register later"), self._save_arrival, "Ctrl+S")
        voucher = Action(_("Save and print"), self._register_and_print, "Ctrl+P")
        following = Action(_("Save, next person"), self._register, "Ctrl+Enter", kind)
        return (give_up, pending, following) if self._folded else (give_up, pending, voucher, following)

    def own_keys(self) -> tuple[Key, ...]:
        if self._shows_voucher():
            return ()
        if self.taking.is_open:
            return self.taking.keys()
        keys = [
            *self.sheet.keys(),
            Key("F4", _("Read an identity card"), self._card.begin),
            Key("F7", _("Take pages of a proof"), self._pages.begin),
            Key("Shift+F7", _("Take in a list"), self._take_in_list),
            Key("F9", _("Register and print the notice"), self._register_and_tell),
            Key("Alt+D", _("Go on with the latest draft"), self._offers.go_on),
        ]
        if self._folded and not self.sheet.subject.registered:
            keys.append(Key("Ctrl+P", _("Save and print"), self._register_and_print))
        return tuple(keys)

    def foot(self) -> QWidget | None:
        return None if self._shows_voucher() or self.taking.is_open else self._foot

    def first_focus(self) -> QWidget | None:
        if self._shows_voucher():
            return None
        if self.taking.is_open:
            return self.taking.first()
        return self.entries.name if self.entries.is_from_card() else self.entries.id_number

    def mark(self, field: str, words: str, because: object) -> bool:
        return because is None and self.sheet.mark(field, words)

    def leave(self) -> None:
        self._card.stop()
        self.taking.put_by()
        self._draft.keep()

    def fit(self, breadth: str) -> None:
        self._folded = breadth == "narrow"
        self.sheet.fit(folded=self._folded)
        self.changed.emit()

    # -- showing a subject

    def _begin(self) -> None:
        """An empty form for the next person."""
        self._start()
        self.sheet.begin()
        self._settle()

    def _show_opened(self, opened: Opened) -> None:
        if opened.draft is not None:
            self._show_draft(opened.draft, opened.subject)
            return
        self._start()
        self.sheet.show_opened(opened)
        self._settle()
        self.entries.form.go_to_missing()

    def _show_looked_up(self, row: DraftRow) -> None:
        """Go on with it here, or where it was typed, or where it waits for somebody to choose."""
        if row.form == FORM:
            self._open_draft(row)
        elif self.isVisible() and row.form in resident_draft.FORMS:
            self.opens.emit("resident", ("draft", UUID(row.content[WHOM]), row.form))
        elif self.isVisible():
            self.opens.emit("sync", ("conflict", row.id))

    def _open_draft(self, row: DraftRow) -> None:
        whom = partial(subjects.of_draft, self.office.desk, Typed.from_data(row.content))
        self._saving.after(
            partial(self.office.jobs.run, whom, then=partial(self._show_draft, row), owner=self)
        )

    def _show_draft(self, row: DraftRow, subject: Subject) -> None:
        self._start(row)
        self.sheet.show_typed(Typed.from_data(row.content), subject)
        self._settle()
        self._foot.show_kept(row.saved_at)
        if not self.entries.form.go_to_missing():
            self.sheet.go_to_missing()  # somebody of the family is half typed

    def _start(self, row: DraftRow | None = None) -> None:
        self.taking.give()
        self._draft.begin(row)
        self._offers.forget()
        self._views.setCurrentIndex(0)

    def _settle(self) -> None:
        self._draft.settle()
        self.changed.emit()

    # -- while it is typed

    def _refresh(self) -> None:
        lacking = self.sheet.lacking()
        self._foot.show_missing(in_short(tuple(_(LABELS[name]) for name in lacking)), len(lacking))
        if (not lacking) != self._ready:
            self._ready = not lacking
            self.changed.emit()

    def _is_blank(self) -> bool:
        nobody = self.sheet.subject == Subject() and self._draft.is_as_begun()
        return nobody and self._draft.keeper.is_new and not self._shows_voucher()

    # -- drafts

    def _offer(self, rows: tuple[DraftRow, ...]) -> None:
        if self._is_blank():
            self._offers.show(rows)
        else:
            self._offers.forget()

    def _show_given_back(self, row: DraftRow) -> None:
        if self._is_blank():
            self._open_draft(row)

    # -- saving

    def _show_card(self, card: IdentityCard) -> None:
        """Put what the card says into the form, for the officer to look over; nothing is saved by it."""
        if self._shows_voucher():
            self._saving.keep(partial(self._show_card, card))
            return
        self._saving.keep(None)  # of two cards the later one is meant
        put_aside = ""
        if self.sheet.subject.person_id is None and self.sheet.is_of_another(card):
            put_aside = self.sheet.typed().name or _("no name yet")
            self._begin()  # what is typed of somebody else is kept as a draft
        if self.sheet.fill_from_card(card):
            self.sheet.tell_card(card, put_aside)
            self.settled.emit()
            self.entries.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        """Esc: stop waiting for a card, close what is open, else give up what was typed, else leave."""
        if self._card.stop() or self.entries.close_row() or self._saving.under_way:
            return
        if self._draft.is_as_begun():
            self._begin()
            self.opens.emit("today", None)
        else:
            self._draft.give_up(self._show_given_up)

    def _show_given_up(self, typed: Typed) -> None:
        self._draft.settle()
        self._begin()
        words = _("Given up: {name}", name=typed.name or _("no name yet"))
        self.did.emit(Done(words, partial(self._draft.take_back, None, typed)))
        self.entries.id_number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._saving.take()()

    def _save_arrival(self) -> None:
        self._save_when_checked(register=False)

    def _register(self) -> None:
        self._save_when_checked(register=True)

    def _register_and_print(self) -> None:
        self._save_when_checked(self._show_vouchers, register=True)

    def _register_and_tell(self) -> None:
        """Print what is told face to face: first it is on file, for a paper that is out stays true."""
        subject = self.sheet.subject
        if subject.registered and self._draft.is_as_begun() and subject.person_id is not None:
            self._show_notice(subject.person_id)
        else:
            self._save_when_checked(self._show_notice_for, register=not subject.registered)

    def _save_when_checked(self, then: Then | None = None, *, register: bool) -> None:
        """Save with the photo and the old file that are still on their way; what turns up now comes first.

        Whoever came into the form meanwhile is not saved in its place: that one was put aside as a draft.
        ``then`` shows what was saved.
        """
        known, meant = self.sheet.older.question, self._draft.keeper
        corrected = self.sheet.subject.registered

        def prepare() -> Callable[[], tuple[Typed, Saved]] | None:
            if self._draft.keeper is not meant or self.sheet.go_to_missing():
                return None
            if self.sheet.older.question not in (None, known):
                raise Refused(
                    N_("An older file was found just now. Compare it under Checks, then save again.")
                )
            what = self.sheet.to_save(register=register)
            return lambda: (what.typed, meant.save(what))

        self.sheet.look_for_older()
        self._saving.begin(prepare, lambda saved: self._show_saved(then, corrected, *saved))

    def _show_saved(self, then: Then | None, corrected: bool, typed: Typed, outcome: Saved) -> None:
        if outcome is None:
            return
        following = self._saving.take()
        self._draft.keep_beside(typed)
        self._begin()
        if isinstance(outcome, Waits):
            self._show_waiting(outcome, typed)
        else:
            words = saved_in_words(outcome.result, typed.name, corrected=corrected)
            self.did.emit(Done(words, partial(self._draft.take_back, outcome.undo, typed)))
            if then is not None:
                then(outcome.result)
            self.entries.id_number.setFocus(Qt.FocusReason.OtherFocusReason)
        following()

    def _show_waiting(self, waits: Waits, typed: Typed) -> None:
        """Go where it is chosen; who has gone to another page meanwhile stays there, and is told."""
        if self.isVisible():
            self.opens.emit("sync", ("conflict", waits.conflict_id))
        else:
            self.did.emit(Done(_("Not saved yet: {name}. Another desk changed the same; choose under Sync.",
                                 name=typed.name)))  # fmt: skip

    def _show_vouchers(self, made: Registered) -> None:
        self._show_voucher(made.id, *(each.id for each in made.family))

    def _show_notice_for(self, made: Registered | tuple[Recorded, ...]) -> None:
        self._show_notice(holder(made))

    def _show_notice(self, person_id: UUID) -> None:
        """The notice among the papers, from where Esc leads back to the next person."""
        from app.paper import SERVICES_NOTICE  # what draws is only loaded when something is to be drawn

        if self.isVisible():
            self.opens.emit("papers", ("paper", SERVICES_NOTICE.name, person_id, ("registration", None)))

    # -- pages of a proof

    def _show_pages(self) -> None:
        self._card.stop()
        self._draft.keep()
        self._views.setCurrentWidget(self.taking)
        self.taking.first().setFocus()
        self.changed.emit()

    def _close_pages(self) -> None:
        self._views.setCurrentIndex(0)
        self.changed.emit()
        self._pages.focus_back()

    # -- the voucher

    def _show_voucher(self, *registrations: UUID) -> None:
        self._draft.keep()
        self._views.setCurrentIndex(1)
        self.voucher.show_registrations(registrations)
        self.changed.emit()

    def _close_voucher(self) -> None:
        self._views.setCurrentIndex(0)
        self.reload()
        self.changed.emit()
        self.entries.id_number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._saving.take()()

    def _shows_voucher(self) -> bool:
        return self._views.currentIndex() == 1

    # -- building

    def _take_in_list(self, path: str = "") -> None:
        """Go on to a typed-up list, to the file dropped here or to choose one there."""
        self.opens.emit("intake", ("file", Path(path)) if path else None)

    def _connect(self) -> None:
        FileDrop(self, TABLES).dropped.connect(self._take_in_list)
        self._card.read.connect(lambda card: self._saving.after(partial(self._show_card, card)))
        self._card.changed.connect(self.entries.await_card)
        self.entries.card_asked.connect(self._card.begin)
        self.sheet.changed.connect(self._refresh)
        self.sheet.left.connect(self._draft.keep)
        self.sheet.opened.connect(
            lambda person_id: self.opens.emit("resident", file_by_itself(person_id, "registration"))
        )
        self.check.notice.connect(self._register_and_tell)
        self.check.photographed.connect(self._pages.begin)
        self.check.proofs.photographed.connect(self._pages.begin)
        self._pages.opened.connect(self._show_pages)
        self.taking.closed.connect(self._close_pages)
        self.taking.changed.connect(self.changed)
        self.voucher.closed.connect(self._close_voucher)
        self.voucher.changed.connect(self.changed)
        self._draft.given_back.connect(self._show_given_back, Qt.ConnectionType.QueuedConnection)

    def _arrange(self) -> None:
        take_in_list = KeyButton(_("Take in a list"), key="Shift+F7", kind="quiet", small=True)
        take_in_list.clicked.connect(lambda: self._take_in_list())
        self.sheet.head.add_tool(take_in_list)
        self.lay(self._views)  # first, or the pages would open as windows of their own
        self._views.addWidget(self.sheet)
        self._views.addWidget(self.voucher)
        self._views.addWidget(self.taking)
