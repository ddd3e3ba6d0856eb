"""The form of a registration in its three columns, and all that hangs on what is typed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import arrivals, photos, prospects
from app.arrivals import NewArrival
from app.conflicts import Meant
from app.identity_cards import IdentityCard
from app.language import _, plural
from app.likenesses import Likeness
from app.materials import NewMaterial
from ui import theme
from ui.office import Office
from ui.pages import Key
from ui.pages import registration_subject as subjects
from ui.pages.registration_check import CheckPanel
from ui.pages.registration_columns import Columns
from ui.pages.registration_draft import ToSave, Typed
from ui.pages.registration_foot import Part, prospect_parts
from ui.pages.registration_form import Entries
from ui.pages.registration_lookup import looking
from ui.pages.registration_older import HEAD, Older, Question
from ui.pages.registration_proofs import Situation
from ui.pages.registration_relative import NOTHING
from ui.pages.registration_subject import Opened, Subject
from ui.widgets.panel import PageHead
from ui.widgets.text import Text

_POINT: Part = (" · ", "text2", False)


class Sheet(QWidget):
    """What is typed of one person and the family, and what is looked up and checked meanwhile.

    ``changed`` when anything is another, ``left`` when the officer goes on from something, which is when
    the draft is kept; ``opened`` carries a person whose file is to be opened. ``owner`` is for whom the
    desk is asked.
    """

    changed = Signal()
    left = Signal()
    opened = Signal(object)

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__()
        self._office, self._owner = office, owner
        self.subject = Subject()
        self._shown: Mapping[str, Any] = {}
        self._turn: object = object()
        self._asked: object = None
        self._of_card: tuple[Part, ...] = ()
        self.entries = Entries(looking(office, owner))
        self.check = CheckPanel(office.desk.today)
        self.columns = Columns(self.entries, self.check, self)
        self.head = PageHead(_("Residence registration"))
        self.older = Older(office, self.check.likenesses, self._show_settled, owner)
        self._hint = Text(size=theme.NOTE, tone="text2", yields=True)

        self.head.add_tool(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.head)
        column.addWidget(self.columns, 1)
        self._connect()

    # -- showing somebody

    def begin(self) -> None:
        """Somebody new."""
        self._start(Subject(), {})
        self.entries.begin()
        self.check.begin()
        self._settle()

    def show_opened(self, opened: Opened) -> None:
        """Show somebody as they are on file."""
        self._start(opened.subject, opened.shown)
        self.entries.form.show(opened.arrival)
        self.entries.family.show_entry(NOTHING)
        self.entries.family.show_members(opened.family, opened.subject.household)
        self.check.begin()
        self.check.photo.show_kept(opened.photo)
        self.check.proofs.show_known(opened.proofs)
        self.check.proofs.show_on_file(opened.subject.pages)
        self._settle()

    def show_typed(self, typed: Typed, subject: Subject) -> None:
        """Show what was typed of somebody and not saved."""
        self._start(subject, typed.shown)
        self.entries.form.show_draft(typed.fields)
        if typed.division:
            self.entries.division.show_value(typed.division)
        if typed.dwelling:
            self.entries.show_place(typed.dwelling)
        self.entries.show_sources()
        self.entries.family.show_members(typed.family, subject.household)
        self.entries.family.show_entry(typed.relative)
        self.check.begin()
        self.check.photo.show_kept(typed.photo)
        self.check.proofs.show_known(typed.proofs)
        self.check.proofs.show_on_file(subject.pages)
        self.check.show_told(typed.told)
        self._settle()
        self._seek()

    def is_of_another(self, card: IdentityCard) -> bool:
        """Whether somebody else than its holder is typed: by the number, where there is none by the name."""
        number, name = self.entries.id_number.value(), self.entries.name.value()
        return number != card.number if number else name not in (None, card.name)

    def fill_from_card(self, card: IdentityCard) -> bool:
        """Fill in what a card says, noted as read; says whether it may be this person's card."""
        entries = self.entries
        if self.subject.person_id is not None and self.is_of_another(card):
            words = _("This card is {name}'s, and the form is about somebody else.", name=card.name)
            entries.form.mark("id_number", words)
            return False
        entries.fill_from_card(card)
        noted = NewMaterial("id_card", "identity", verified="card_read")
        self.check.proofs.show_known((*self.check.proofs.said(), noted))
        self.older.forget(HEAD)  # what was asked before was about other words
        self._seek()
        self.refresh()
        self.left.emit()
        return True

    def tell_card(self, card: IdentityCard, put_aside: str = "") -> None:
        """Say of a card that was filled in what to look out for, and whose form was put aside for it.

        At the head it stands until the day of arrival is typed: what the law says to that comes before it.
        """
        words: Part = (_("Card read; choose the photo by F6"), "text2", False)
        if card.expired(self._office.desk.today()):
            self.entries.warn_of_card(_("The card expired on {day}", day=card.until))
        aside: Part = (_("{name} is kept as a draft", name=put_aside), "text", True)
        self._of_card = (aside, _POINT, words) if put_aside else (words,)
        self._asked = None
        self.look_ahead()

    def fill_from_last(self) -> None:
        """Fill what is still empty of dwelling and stay as in the arrival this officer entered last."""
        load = partial(arrivals.last_entered, self._office.desk)
        self._office.jobs.run(load, then=partial(self._repeat, self._turn), owner=self._owner)

    # -- what stands there

    def typed(self) -> Typed:
        """Everything that is typed, picked and ticked."""
        entries, check, subject = self.entries, self.check, self.subject
        return Typed(
            entries.form.draft(), entries.division.value(), entries.address.value(), subject.stay_id,
            subject.person_id, entries.family.members(), entries.family.entry(), check.proofs.said(),
            check.told(), check.photo.photo, self._shown,
        )  # fmt: skip

    def to_save(self, *, register: bool) -> ToSave:
        """What the form makes; Refused about the first field that is missing or cannot be read."""
        proofs, family = self.check.proofs, self.entries.family.members()
        new = replace(
            self.entries.form.value(), photo=self.check.photo.photo, materials=proofs.materials(),
            person_id=self.subject.person_id, moved=bool(self.subject.moved_from),
        )  # fmt: skip
        along = tuple(replace(member, verified=proofs.family_verified()) for member in family)
        place = self.entries.address.value()
        shown = {**self._shown, "landlord_name": place.landlord_name or None}
        shown["landlord_phone"] = place.landlord_phone or None  # as the books have it for this very dwelling
        meant = Meant(new, along, self.subject.stay_id, shown, register, self.check.told())
        return ToSave(self._office.desk, meant, self.typed())

    def lacking(self) -> tuple[str, ...]:
        """The fields that are missing or wrong, and the family while somebody in it is only half typed."""
        untaken = ("family",) if self.entries.family.entry() else ()
        return (*self.entries.form.lacking(), *untaken)

    def go_to_missing(self) -> bool:
        """Go to the first gap that keeps the form from being saved; says whether there is one."""
        if self.lacking():
            self.columns.show_fields()
        return not self.entries.family.take_in_rest() or self.entries.form.go_to_missing()

    def mark(self, field: str, words: str) -> bool:
        """Mark the field a refusal is about; says whether the form has it."""
        self.columns.show_fields()
        if field == "photo":
            self.check.photo.refuse(words)
            return True
        if field.startswith("family."):
            self.entries.family.mark(int(field.removeprefix("family.")), words)
            return True
        return self.entries.form.mark({"community": "address"}.get(field, field), words)

    def keys(self) -> tuple[Key, ...]:
        """The keys of the sections and of what is checked."""
        return (
            Key("F6", _("Choose a photo"), self.check.photo.choose),
            Key("F8", _("Go to what is missing"), self.go_to_missing),
            *self.columns.keys(),
            Key("Alt+Y", _("Same person: use the old file"), self.older.answer_same),
            Key("Alt+N", _("Somebody else"), self.older.answer_other),
            Key("Ctrl+R", _("As the last household"), self.fill_from_last),
        )

    def fit(self, *, folded: bool) -> None:
        """Fold the checks into a strip above the fields, or show them beside."""
        words = _("Enter: next · digits choose · Alt 1–6: sections · blue: filled in")
        self._hint.show_words("" if folded else words)
        self.columns.fit(folded=folded)

    def refresh(self) -> None:
        """Bring everything that hangs on the fields up to date."""
        entries = self.entries
        self.check.proofs.show_situation(
            Situation(
                entries.id_kind.value(), entries.tenure.value(), entries.employer.value(),
                entries.purpose.value(), len(entries.family.members()),
            )
        )  # fmt: skip
        self.columns.show_summary()
        self.look_ahead()
        self.changed.emit()

    # -- what is looked up meanwhile

    def look_ahead(self) -> None:
        """Ask the law what this arrival means."""
        today = self._office.desk.today()
        arrived, tenure = self.entries.arrived_on.value(), self.entries.tenure.value()
        origin = self.entries.division.value()
        person_id = self.subject.person_id
        asked = (today, arrived, tenure, person_id, origin)
        if asked == self._asked:
            return
        self._asked = asked
        self.entries.arrived_on.show_note("")
        if arrived is None or arrived > today:
            begin = (_("Begin with the ID number; it fills in birth, sex and origin."), "text2", False)
            self.head.say(*(self._of_card or (begin,)))
            return
        ask = partial(prospects.prospect, self._office.desk, arrived, tenure, person_id, origin)
        self._office.jobs.run(ask, then=partial(self._show_prospect, asked), owner=self._owner)

    def look_for_older(self) -> None:
        """Look again whether somebody on file may be the one being entered: others enter people too."""
        self.older.look_again()
        self._seek()

    def _show_prospect(self, asked: object, prospect: prospects.Prospect) -> None:
        if asked != self._asked:
            return  # the form is another's meanwhile
        self.head.say(*prospect_parts(prospect, self._office.desk.today()))
        self.entries.show_days_here(prospect.days_here, due=prospect.days_left <= 0)

    def _seek(self) -> None:
        entries = self.entries
        if self.subject.person_id is not None:
            return
        if entries.id_number.fault():
            self.older.forget(HEAD)
            self.older.show()
            return
        self.older.seek(
            HEAD, entries.name.value() or "", entries.id_number.value() or "", entries.born_on.value()
        )

    def _seek_relative(self, number: str, name: str, born_on: date | None) -> None:
        self.older.seek(number or name, name, number, born_on)

    def _hear_likely(self, key: str, likely: int) -> None:
        """Say below the field that there is something to decide."""
        words = plural("{n} older file found, see Checks", "{n} older files found, see Checks", likely)
        if likely and key == HEAD:
            entries = self.entries
            (entries.id_number if entries.id_number.value() else entries.name).set_state("warn", words)
        elif likely:
            self.entries.family.warn(key, words)

    def _hear_same(self, question: Question) -> None:
        if question.key == HEAD:
            load = partial(subjects.person, self._office.desk, question.likeness.person_id)
            self._office.jobs.run(load, then=partial(self._join, self._turn), owner=self._owner)
        else:
            self.entries.family.use_file(question.key, question.likeness)
            self.left.emit()

    def _hear_impossible(self, question: Question) -> None:
        words = _number_of(question.likeness)
        if question.key == HEAD:
            self.entries.form.mark("id_number", words)
        else:
            self.entries.family.warn(question.key, words, state="error")

    def _join(self, turn: object, opened: Opened) -> None:
        """Go on with the old file: what is typed stays, what is empty is filled from it."""
        if turn is not self._turn:
            return  # the form is another's meanwhile
        self.subject, self._shown = opened.subject, opened.shown
        self.entries.fill_gaps(opened.arrival)
        if self.check.photo.photo is None:
            self.check.photo.show_kept(opened.photo)
        self.check.proofs.show_known((*opened.proofs, *self.check.proofs.said()))
        self.check.proofs.show_on_file(opened.subject.pages)
        self.older.show()
        self.entries.clear_warning()
        self.refresh()
        self.left.emit()
        self.entries.form.leave_filled()

    def _repeat(self, turn: object, last: NewArrival | None) -> None:
        if turn is self._turn and last is not None:
            self.entries.fill_as_last(last)
            self.refresh()
            self.left.emit()
            self.entries.form.leave_filled()

    def _take_photo(self, path: str) -> None:
        check = partial(photos.from_file, Path(path))
        self._office.jobs.press(check, then=partial(self._show_photo, self._turn), owner=self._owner)

    def _show_photo(self, turn: object, photo: photos.Photo) -> None:
        if turn is self._turn:
            self.check.photo.show_photo(photo)
            self.refresh()
            self.left.emit()

    def _open_file(self) -> None:
        if (question := self.older.question) is not None:
            self.opened.emit(question.likeness.person_id)

    # -- inside

    def _start(self, subject: Subject, shown: Mapping[str, Any]) -> None:
        """What was asked about somebody else is not heard any more."""
        self.subject, self._shown, self._turn, self._asked = subject, shown, object(), None
        if self._of_card:
            self._of_card = ()
            self.entries.warn_of_card("")
        self.older.begin()

    def _settle(self) -> None:
        self.refresh()
        self._show_settled()

    def _show_settled(self) -> None:
        """Say how the check of older files stands, with nothing to decide."""
        subject, likenesses = self.subject, self.check.likenesses
        say = likenesses.show_words
        if subject.registered:
            say(_("Registered already. What you change is a correction."))
        elif subject.stay_id is not None:
            say(_("The arrival is on file; register it now."), kind="ok")
        elif subject.moved_from:
            say(
                _("On file already, and has moved here."),
                _("The stay at {where} ends on the day of arrival.", where=subject.moved_from),
                kind="warn",
            )
        elif subject.person_id is not None:
            say(_("On file already; the new stay joins that file, the time before is kept."), kind="ok")
        elif self.entries.id_number.fault():
            likenesses.show_waiting(_("Once the number is right, older files are looked for by themselves."))
        elif self.older.has_looked():
            say(_("No older file: new here."), kind="ok")
        else:
            likenesses.show_nothing()

    def _leave(self, field: str) -> None:
        if field in ("name", "born_on", "id_number"):
            self._seek()
        self.left.emit()

    def _go_on_from_family(self) -> None:
        """Nobody more came along: on to what is still missing, else to the checks."""
        if not self.entries.form.go_to_missing():
            self.columns.go_to_checks()

    def _connect(self) -> None:
        entries, check, older = self.entries, self.check, self.older
        for signal, slot in (
            (entries.form.changed, self.refresh),
            (entries.form.left, self._leave),
            (entries.form.rested, self.left),
            (entries.last_asked, self.fill_from_last),
            (entries.family.changed, self.refresh),
            (entries.family.left, self.left),
            (entries.family.done, self._go_on_from_family),
            (entries.family.row.read, self._seek_relative),
            (older.heard, self._hear_likely),
            (older.same, self._hear_same),
            (older.impossible, self._hear_impossible),
            (check.photo.given, self._take_photo),
            (check.ticked, self.left),
            (check.likenesses.use_file, older.answer_same),
            (check.likenesses.other_person, older.answer_other),
            (check.likenesses.open_file, self._open_file),
        ):
            signal.connect(slot)
        entries.id_number.was_read.connect(lambda read: self._seek())


def _number_of(likeness: Likeness) -> str:
    return _("{name} is on file with this very number. Compare it with the document.", name=likeness.name)
