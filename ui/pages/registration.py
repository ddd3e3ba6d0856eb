"""登记: an arrival is recorded, the person told apart from others on file, and the residence registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app import drafts, photos, prospects
from app.drafts import DraftRow
from app.errors import Refused
from app.language import N_, _, plural
from app.registrations import Registered
from ui import theme
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages import registration_subject as subjects
from ui.pages.registration_check import CheckPanel, CheckStrip, Offer
from ui.pages.registration_draft import FORM, Keeper, ToSave, Typed
from ui.pages.registration_family import NOTHING, Family
from ui.pages.registration_foot import Foot, in_short, prospect_parts
from ui.pages.registration_form import LABELS, Entries
from ui.pages.registration_lookup import looking
from ui.pages.registration_older import HEAD, Older, Question
from ui.pages.registration_proofs import Situation
from ui.pages.registration_subject import Opened, Subject
from ui.pages.registration_voucher import VoucherView
from ui.pages.wayback import Outcome
from ui.widgets.button import KeyButton
from ui.widgets.dropping import TABLES, FileDrop
from ui.widgets.panel import PageHead, scrolled
from ui.widgets.text import Text

Then = Callable[[Outcome[Any], Typed], object]
"""What is said of a saved form: how it came out, and what had been typed."""


class RegistrationPage(Page):
    """The form in three columns. What is typed is kept as a draft each time a field is left.

    ``show_for`` takes ("stay", id) for a recorded arrival, ("person", id) for somebody who
    has come back, ("draft", id), ("voucher", registration id), or None for the form as it was.
    """

    reads = frozenset({"draft"})
    _given_back = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        today = office.desk.today
        self._subject, self._keeper = Subject(), Keeper(office.desk)
        self._clean = self._kept = Typed({})
        self._offered: tuple[DraftRow, ...] = ()
        self._asked: object = None
        self._ready, self._folded = False, False
        self.entries = Entries(looking(office, self))
        self.check, self.strip, self.voucher = CheckPanel(today), CheckStrip(), VoucherView(self)
        self._head, self._foot = PageHead(_("Residence registration")), Foot()
        self._older = Older(office, self.check.likenesses, self._show_settled, self)
        self._hint = Text(size=theme.NOTE, tone="text2")
        self._views = QStackedLayout()

        self._arrange()
        self._connect()
        self._begin()

    # -- what the window asks

    def show_for(self, what: object) -> None:
        desk, run = self.office.desk, self.office.jobs.run
        match what:
            case ("stay", UUID() as stay_id):
                run(partial(subjects.stay, desk, stay_id), then=self._show_opened, owner=self)
            case ("person", UUID() as person_id):
                run(partial(subjects.person, desk, person_id), then=self._show_opened, owner=self)
            case ("draft", UUID() as draft_id):
                run(partial(subjects.rows, desk), then=partial(self._show_draft_of, draft_id), owner=self)
            case ("voucher", UUID() as registration_id):
                self._show_voucher(registration_id)
            case _:
                self.reload()

    def reload(self) -> None:
        """Look again for drafts to go on with, and what the day means; what is typed is never touched."""
        self._look_ahead()
        if self._is_blank():
            load = partial(subjects.rows, self.office.desk)
            self.office.jobs.run(load, then=self._offer, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self._shows_voucher():
            return self.voucher.buttons()
        give_up = Action(_("Give up"), self._go_back, "Esc", "quiet")
        kind = "primary" if self._ready else "pending"
        if self._subject.registered:
            return (give_up, Action(_("Save the corrections"), self._save_arrival, "Ctrl+S", kind))
        pending = Action(_("Keep, register later"), self._save_arrival, "Ctrl+S")
        voucher = Action(_("Save and print"), self._register_and_print, "Ctrl+P")
        following = Action(_("Save, next person"), self._register, "Ctrl+Enter", kind)
        return (give_up, pending, following) if self._folded else (give_up, pending, voucher, following)

    def own_keys(self) -> tuple[Key, ...]:
        if self._shows_voucher():
            return ()
        entries = self.entries
        keys = [
            Key("F6", _("Choose a photo"), self.check.photo.choose),
            Key("F7", _("Take in a list"), self._take_in_list),
            Key("F8", _("Go to what is missing"), self._go_to_missing),
            Key("Alt+1", _("Section 1, identity"), entries.name.setFocus),
            Key("Alt+2", _("Section 2, contact"), entries.phone.setFocus),
            Key("Alt+3", _("Section 3, family along"), entries.family.open),
            Key("Alt+4", _("Section 4, residence"), entries.address.setFocus),
            Key("Alt+5", _("Section 5, employment"), entries.employer.setFocus),
            Key("Alt+6", _("Section 6, checks"), self._go_to_checks),
            Key("Alt+Y", _("Same person: use the old file"), self._older.answer_same),
            Key("Alt+N", _("Somebody else"), self._older.answer_other),
            Key("Alt+D", _("Go on with the latest draft"), self._go_on),
        ]
        if self._folded and not self._subject.registered:
            keys.append(Key("Ctrl+P", _("Save and print"), self._register_and_print))
        return tuple(keys)

    def foot(self) -> QWidget | None:
        return None if self._shows_voucher() else self._foot

    def first_focus(self) -> QWidget | None:
        return None if self._shows_voucher() else self.entries.id_number

    def mark(self, field: str, words: str, because: object) -> bool:
        if field == "photo":
            self.check.photo.refuse(words)
            return True
        if field.startswith("family."):
            self.entries.family.mark(int(field.removeprefix("family.")), words)
            return True
        return because is None and self.entries.form.mark({"community": "address"}.get(field, field), words)

    def leave(self) -> None:
        self._keep()

    def fit(self, breadth: str) -> None:
        self._folded = breadth == "narrow"
        self.check.setVisible(not self._folded)
        self.strip.setVisible(self._folded)
        words = _("Enter: next · digits choose · Alt 1–6: sections · blue: filled in")
        self._hint.show_words("" if self._folded else words)
        self.changed.emit()

    # -- showing a subject

    def _begin(self) -> None:
        """An empty form for the next person."""
        self._start(Subject(), Keeper(self.office.desk))
        self.entries.begin()
        self.check.begin()
        self._settle()

    def _show_opened(self, opened: Opened) -> None:
        if opened.draft is not None:
            self._show_draft(opened.draft, opened.subject)
            return
        self._start(opened.subject, Keeper(self.office.desk))
        self.entries.form.show(opened.arrival)
        self.entries.family.show_entry(NOTHING)
        self.entries.family.show_members(opened.family, opened.subject.household)
        self.check.begin()
        self.check.photo.show_kept(opened.photo)
        self.check.proofs.show_known(opened.proofs)
        self._settle()
        self.entries.form.go_to_missing()

    def _show_draft_of(self, draft_id: UUID, rows: tuple[DraftRow, ...]) -> None:
        for row in rows:
            if row.id == draft_id:
                self._open_draft(row)

    def _open_draft(self, row: DraftRow) -> None:
        whom = partial(subjects.of_draft, self.office.desk, Typed.from_data(row.content))
        self.office.jobs.run(whom, then=partial(self._show_draft, row), owner=self)

    def _show_draft(self, row: DraftRow, subject: Subject) -> None:
        typed = Typed.from_data(row.content)
        self._start(subject, Keeper(self.office.desk, row.id))
        self.entries.form.show_draft(typed.fields)
        if typed.division:
            self.entries.division.show_value(typed.division)
        if typed.dwelling:
            self.entries.show_place(typed.dwelling)
        self.entries.family.show_members(typed.family, subject.household)
        self.entries.family.show_entry(typed.relative)
        self.check.begin()
        self.check.photo.show_kept(typed.photo)
        self.check.proofs.show_known(typed.proofs)
        self.check.show_told(typed.told)
        self._settle()
        self._foot.show_kept(row.saved_at)
        self._seek()
        self.entries.form.go_to_missing()

    def _start(self, subject: Subject, keeper: Keeper) -> None:
        self._keep()
        self._subject, self._keeper = subject, keeper
        self._asked, self._offered = None, ()
        self._older.begin()
        self._views.setCurrentIndex(0)

    def _settle(self) -> None:
        """What the form shows now is what a draft would have to differ from."""
        self._foot.show_kept(None)
        self._refresh()
        self._clean = self._kept = self._typed()
        self._show_settled()
        self.changed.emit()

    def _show_settled(self) -> None:
        """Say how the check of older files stands, with nothing to decide."""
        subject, say = self._subject, self.check.likenesses.show_words
        if subject.registered:
            say(_("Registered already. What you change is a correction."))
        elif subject.stay_id is not None:
            say(_("The arrival is on file; register it now."), kind="ok")
        elif subject.person_id is not None:
            say(_("On file already; the new stay joins that file, the time before is kept."), kind="ok")
        elif self.entries.id_number.fault():
            say(_("Once the number is right, older files are looked for by themselves."))
        elif self._older.has_looked():
            say(_("No older file: new here."), kind="ok")
        else:
            self.check.likenesses.show_nothing()

    # -- while it is typed

    def _refresh(self) -> None:
        """Bring everything that hangs on the fields up to date."""
        entries, form = self.entries, self.entries.form
        self.check.proofs.show_situation(
            Situation(
                entries.id_kind.value(),
                entries.tenure.value(),
                entries.employer.value(),
                entries.purpose.value(),
                len(entries.family.members()),
            )
        )
        self.strip.show_summary(self.check.summary())
        untaken = ("family",) if entries.family.entry() else ()
        lacking = tuple(dict.fromkeys((*form.missing(), *form.faults(), *untaken)))
        self._foot.show_missing(in_short(tuple(_(LABELS.get(name, name)) for name in lacking)), len(lacking))
        if (not lacking) != self._ready:
            self._ready = not lacking
            self.changed.emit()
        self._look_ahead()

    def _leave(self, field: str) -> None:
        if field in ("name", "born_on", "id_number"):
            self._seek()
        self._keep()

    def _keep(self) -> None:
        typed = self._typed()
        if typed == self._kept or self._shows_voucher():
            return
        self._kept = typed
        keep = partial(self._keeper.keep, typed, as_begun=typed == self._clean)
        self.office.jobs.run(keep, then=self._show_kept, owner=self)

    def _show_kept(self, row: DraftRow | None) -> None:
        self._foot.show_kept(row.saved_at if row else None)

    def _typed(self) -> Typed:
        entries, check = self.entries, self.check
        return Typed(
            entries.form.draft(), entries.division.value(), entries.address.value(), self._subject.stay_id,
            self._subject.person_id, entries.family.members(), entries.family.entry(), check.proofs.said(),
            check.told(), check.photo.photo,
        )  # fmt: skip

    def _is_blank(self) -> bool:
        return self._subject == Subject() and self._typed() == self._clean and not self._shows_voucher()

    def _look_ahead(self) -> None:
        """Ask the law what registering today would mean."""
        today = self.office.desk.today()
        arrived, tenure = self.entries.arrived_on.value(), self.entries.tenure.value()
        asked = (today, arrived, tenure, self._subject.person_id)
        if asked == self._asked:
            return
        self._asked = asked
        self.entries.arrived_on.show_note("")
        if arrived is None or arrived > today:
            self._head.say(_("Begin with the ID number; it fills in birth, sex and origin."))
            return
        ask = partial(prospects.prospect, self.office.desk, arrived, tenure, self._subject.person_id)
        self.office.jobs.run(ask, then=partial(self._show_prospect, asked), owner=self)

    def _show_prospect(self, asked: object, prospect: prospects.Prospect) -> None:
        if asked != self._asked:
            return  # the form is another's meanwhile
        self._head.say(*prospect_parts(prospect))
        self.entries.show_days_here(prospect.days_here, due=prospect.days_left <= 0)

    # -- older files

    def _seek(self) -> None:
        """Look whether somebody on file may be the one being entered."""
        entries = self.entries
        if self._subject.person_id is not None:
            return
        if entries.id_number.fault():
            self._older.forget(HEAD)
            self._older.show()
            return
        self._older.seek(
            HEAD, entries.name.value() or "", entries.id_number.value() or "", entries.born_on.value()
        )

    def _seek_relative(self, number: str, name: str, born_on: date | None) -> None:
        self._older.seek(number or name, name, number, born_on)

    def _hear_likely(self, key: str, likely: int) -> None:
        """Say below the field that there is something to decide."""
        words = plural("{n} older file found, see Checks", "{n} older files found, see Checks", likely)
        if likely and key == HEAD:
            entries = self.entries
            field = entries.id_number if entries.id_number.value() else entries.name
            field.set_state("warn", words)
        elif likely:
            self.entries.family.warn(key, words)

    def _hear_same(self, question: Question) -> None:
        if question.key == HEAD:
            load = partial(subjects.person, self.office.desk, question.likeness.person_id)
            self.office.jobs.run(load, then=partial(self._join, self._keeper), owner=self)
        else:
            self.entries.family.use_file(question.key, question.likeness)
            self._keep()

    def _join(self, keeper: Keeper, opened: Opened) -> None:
        """Go on with the old file: what is typed stays, what is empty is filled from it."""
        if keeper is not self._keeper:
            return  # the form is another's meanwhile
        self._subject = opened.subject
        self.entries.fill_gaps(opened.arrival)
        if self.check.photo.photo is None:
            self.check.photo.show_kept(opened.photo)
        self.check.proofs.show_known((*opened.proofs, *self.check.proofs.said()))
        self._older.show()
        self.entries.clear_warning()
        self._refresh()
        self._keep()

    def _hear_impossible(self, question: Question) -> None:
        words = _(
            "{name} is on file with this very number. Compare it with the document.",
            name=question.likeness.name,
        )
        if question.key == HEAD:
            self.entries.form.mark("id_number", words)
        else:
            self.entries.family.warn(question.key, words, state="error")

    def _open_file(self) -> None:
        if (question := self._older.question) is not None:
            self.opens.emit("resident", ("person", question.likeness.person_id))

    # -- drafts

    def _offer(self, rows: tuple[DraftRow, ...]) -> None:
        self._offered = rows if self._is_blank() else ()
        if self._offered:
            latest = self._offered[0]
            name = Typed.from_data(latest.content).name or _("no name yet")
            kept_at = latest.saved_at.astimezone().strftime("%m-%d %H:%M")
            offer = Offer(name, kept_at, self._go_on)
            self.check.likenesses.show_offers(offer, self._others(self._offered[1:]))
        elif self._is_blank():
            self.check.likenesses.show_nothing()

    def _others(self, rows: tuple[DraftRow, ...]) -> tuple[Offer, ...]:
        return tuple(
            Offer(
                Typed.from_data(row.content).name or _("no name yet"),
                row.saved_at.astimezone().strftime("%m-%d %H:%M"),
                partial(self._open_draft, row),
            )
            for row in rows
        )

    def _go_on(self) -> None:
        if self._offered:
            self._open_draft(self._offered[0])

    def _take_back(self, undo: Callable[[], object] | None, typed: Typed) -> None:
        """Runs at the desk: undo what was saved, and put what was typed back as a draft."""
        if undo is not None:
            undo()
        self._given_back.emit(drafts.keep(self.office.desk, FORM, typed.to_data()))

    def _show_given_back(self, row: DraftRow) -> None:
        if self._is_blank():
            self._open_draft(row)

    # -- saving

    def _go_back(self) -> None:
        """Esc: close what is open, else give up what was typed, else leave."""
        if self.entries.close_row():
            return
        if self._typed() == self._clean:
            self._begin()
            self.opens.emit("today", None)
            return
        typed, keeper = self._typed(), self._keeper
        self._kept = typed
        self.office.jobs.run(keeper.give_up, then=lambda done: self._show_given_up(typed), owner=self)

    def _show_given_up(self, typed: Typed) -> None:
        self._clean = self._kept = self._typed()
        self._begin()
        words = _("Given up: {name}", name=typed.name or _("no name yet"))
        self.did.emit(Done(words, partial(self._take_back, None, typed)))

    def _save_arrival(self) -> None:
        self._save_when_checked(self._recording, self._show_recorded)

    def _register(self) -> None:
        self._save_when_checked(self._registering, self._show_registered)

    def _register_and_print(self) -> None:
        self._save_when_checked(self._registering, self._show_registered_and_voucher)

    def _recording(self) -> Callable[[], object]:
        return self._to_save().record

    def _registering(self) -> Callable[[], Registered]:
        return self._to_save().register

    def _save_when_checked(self, verb: Callable[[], Callable[[], Any]], then: Then) -> None:
        """Save with the photo and the old file that are still on their way; what turns up now comes first."""
        keeper, known = self._keeper, self._older.question

        def save() -> None:
            if self._keeper is not keeper or self._go_to_missing():
                return  # saved meanwhile by the same key, or not ready
            if self._older.question not in (None, known):
                raise Refused(
                    N_("An older file was found just now. Compare it under Checks, then save again.")
                )
            self._save(verb(), then)

        self._seek()
        self.office.jobs.when_back(save, owner=self)

    def _save(self, verb: Callable[[], Any], then: Then) -> None:
        typed, keeper = self._typed(), self._keeper
        self.office.jobs.run(partial(keeper.save, verb), then=partial(self._saved, then, typed), owner=self)

    def _saved(self, then: Then, typed: Typed, outcome: Outcome[Any] | None) -> None:
        if outcome is not None:
            self._clean = self._kept = self._typed()
            self._begin()
            then(outcome, typed)
            self.entries.id_number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_recorded(self, outcome: Outcome[Any], typed: Typed) -> None:
        words = _("Kept: {name}, to be registered", name=typed.name)
        self.did.emit(Done(words, partial(self._take_back, outcome.undo, typed)))

    def _show_registered(self, outcome: Outcome[Registered], typed: Typed) -> None:
        made = outcome.result
        words = _("Registered: {name}, number {number}", name=typed.name, number=made.number)
        if made.family:
            words = plural(
                "Registered: {name} and {n} relative, numbers {number} to {last}",
                "Registered: {name} and {n} relatives, numbers {number} to {last}",
                len(made.family), name=typed.name, number=made.number, last=made.family[-1].number,
            )  # fmt: skip
        self.did.emit(Done(words, partial(self._take_back, outcome.undo, typed)))

    def _show_registered_and_voucher(self, outcome: Outcome[Registered], typed: Typed) -> None:
        self._show_registered(outcome, typed)
        self._show_voucher(outcome.result.id)

    def _to_save(self) -> ToSave:
        proofs, family = self.check.proofs, self.entries.family.members()
        new = replace(
            self.entries.form.value(), photo=self.check.photo.photo, materials=proofs.materials(),
            person_id=self._subject.person_id,
        )  # fmt: skip
        along = tuple(replace(member, verified=proofs.family_verified()) for member in family)
        return ToSave(self.office.desk, new, along, self._subject.stay_id, self.check.told())

    def _go_to_missing(self) -> bool:
        """Go to the first gap that keeps the form from being saved; says whether there is one."""
        return not self.entries.family.take_in_rest() or self.entries.form.go_to_missing()

    def _go_on_from_family(self) -> None:
        """Nobody more came along: on to what is still missing, else to the checks."""
        if not self.entries.form.go_to_missing():
            self._go_to_checks()

    # -- the voucher

    def _show_voucher(self, registration_id: UUID) -> None:
        self._keep()
        self._views.setCurrentIndex(1)
        self.voucher.show_registration(registration_id)
        self.changed.emit()

    def _close_voucher(self) -> None:
        self._views.setCurrentIndex(0)
        self.reload()
        self.changed.emit()
        self.entries.id_number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shows_voucher(self) -> bool:
        return self._views.currentIndex() == 1

    # -- building

    def _go_to_checks(self) -> None:
        if self._folded:
            self.check.setVisible(self.check.isHidden())
        self.check.go_to()

    def _take_photo(self, path: str) -> None:
        check = partial(photos.from_file, Path(path))
        self.office.jobs.press(check, then=partial(self._show_photo, self._keeper), owner=self)

    def _show_photo(self, keeper: Keeper, photo: photos.Photo) -> None:
        if keeper is not self._keeper:
            return  # the form is another's meanwhile
        self.check.photo.show_photo(photo)
        self._refresh()
        self._keep()

    def _take_in_list(self, path: str = "") -> None:
        """Go on to a typed-up list, to the file dropped here or to choose one there."""
        self.opens.emit("intake", ("file", Path(path)) if path else None)

    def _connect(self) -> None:
        FileDrop(self, TABLES).dropped.connect(self._take_in_list)
        form, check = self.entries.form, self.check
        form.changed.connect(self._refresh)
        form.left.connect(self._leave)
        form.rested.connect(self._keep)
        self._connect_family(self.entries.family)
        self._older.heard.connect(self._hear_likely)
        self._older.same.connect(self._hear_same)
        self._older.impossible.connect(self._hear_impossible)
        self.entries.id_number.was_read.connect(lambda read: self._seek())
        check.photo.given.connect(self._take_photo)
        check.changed.connect(lambda: self.strip.show_summary(check.summary()))
        check.ticked.connect(self._keep)
        check.likenesses.use_file.connect(self._older.answer_same)
        check.likenesses.other_person.connect(self._older.answer_other)
        check.likenesses.open_file.connect(self._open_file)
        self.strip.opened.connect(self._go_to_checks)
        self.voucher.closed.connect(self._close_voucher)
        self.voucher.changed.connect(self.changed)
        self._given_back.connect(self._show_given_back, Qt.ConnectionType.QueuedConnection)

    def _connect_family(self, family: Family) -> None:
        family.changed.connect(self._refresh)
        family.left.connect(self._keep)
        family.done.connect(self._go_on_from_family)
        family.row.read.connect(self._seek_relative)

    def _arrange(self) -> None:
        self._head.add_tool(self._hint)
        take_in_list = KeyButton(_("Take in a list"), key="F7", kind="quiet", small=True)
        take_in_list.clicked.connect(lambda: self._take_in_list())
        self._head.add_tool(take_in_list)
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.entries.identity_panel(), 404)
        row.addWidget(self.entries.living_panel(), 420)
        row.addWidget(self.check, 413)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._head)
        column.addWidget(self.strip)
        self.area = scrolled(columns)
        column.addWidget(self.area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        whole.addLayout(self._views)  # first, or the pages would open as windows of their own
        self._views.addWidget(form)
        self._views.addWidget(self.voucher)
