"""材料页: the pages of one proof are taken in, from a document camera, a file, or what was copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import scans
from app.camera_folder import ENDINGS, Came
from app.errors import InWords
from app.language import _, plural, sentence
from ui import page_files, pictures, theme
from ui.office import Office
from ui.pages import Action, Key
from ui.pages.page_sources import PageSources
from ui.widgets.button import KeyButton
from ui.widgets.dropping import FileDrop
from ui.widgets.empty import EmptyState
from ui.widgets.page_view import PageView
from ui.widgets.panel import PageHead, Panel, side_by_side
from ui.widgets.thumbnails import CARD, Thumbnail, Thumbnails

Token = object


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is there already: what stands for it, its picture, and whether it is on file."""

    page: Token
    jpeg: bytes
    on_file: bool = True


class PageTaking(QWidget):
    """In place of the page while it is open. ``taken`` carries the pages in their order, ``closed`` follows.

    What was there already is carried as it was given, a new page as its JPEG. Nothing is kept until Enter,
    or until the officer goes elsewhere: ``put_by``, ``give``.
    """

    taken = Signal(object)
    closed = Signal()
    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._turn: object = None
        self._entered: object = None  # since Enter, until it has led somewhere
        self._begun: tuple[Token, ...] = ()
        self._quarters = Counter[Thumbnail]()  # by which pages are still to be turned
        self._head = PageHead("")
        self.thumbnails = Thumbnails(name=_("Pages"))
        self.view = PageView(framing=False)
        self._none = EmptyState("camera", _("No page yet"), "")
        self.sources = PageSources(office, self._tools())

        self._arrange()
        self._connect()

    def begin(self, title: str, kept: Sequence[Kept]) -> None:
        """Open for one proof, with the pages that are there."""
        self._turn, self._entered = object(), None
        self._begun = tuple(each.page for each in kept)
        self._quarters.clear()
        self._head.title.setText(_("Pages: {proof}", proof=title))
        self.thumbnails.setAccessibleName(_("Pages: {proof}", proof=title))
        self.thumbnails.show_pages(())
        self.sources.begin()
        self._show(
            lambda: [Thumbnail(each.page, each.jpeg, _small(each.jpeg), not each.on_file) for each in kept]
        )
        if self.isVisible():
            self.sources.watch()
        self._tell()

    def end(self) -> None:
        """Watch for nothing any more; what was not taken in is let go."""
        self._turn = self._entered = None
        self.sources.end()
        self.thumbnails.show_pages(())

    def give(self) -> None:
        """Let go; pages that came stay with their proof, for it was not the officer who closed it."""
        pages, has_new = self._pages(), self._has_new()
        self.end()
        if has_new:
            self.taken.emit(pages)

    def put_by(self) -> None:
        """The officer goes elsewhere: new pages stay with their proof; without any it stays open as it is."""
        if self._has_new():
            self.give()
            self.closed.emit()

    @property
    def is_open(self) -> bool:
        """Whether pages are being taken in."""
        return self._turn is not None

    def first(self) -> QWidget:
        """Where the officer begins."""
        return self.sources.files if self.thumbnails.isHidden() else self.thumbnails

    def buttons(self) -> tuple[Action, ...]:
        """What can be done with the pages now."""
        leave = Action(_("Take none in"), self._leave, "Esc", "quiet")
        kind = "primary" if self._is_other() else "pending"
        return (leave, Action(_("Take them in"), self._take, "Enter", kind))

    def keys(self) -> tuple[Key, ...]:
        """The keys of the pages."""
        seen = self.thumbnails
        return (
            Key("F6", _("Choose the camera's folder …"), self.sources.choose_folder),
            Key("F7", _("Choose files"), self.sources.choose_files),
            Key("Del", _("Drop the page in hand"), seen.drop, hinted=True),
            Key("Ctrl+Z", _("Bring the dropped page back"), seen.bring_back),
            Key("Alt+Up Down", _("Move the page in hand"), hinted=True),
            Key("+", _("Larger"), partial(self.view.zoom, 1)),
            Key("-", _("Smaller"), partial(self.view.zoom, -1)),
            Key("Ctrl+R", _("Turn it by a quarter"), self._turn_page, hinted=True),
            Key("Ctrl+V", _("Paste a picture or files"), self.paste),
        )

    def take_files(self, paths: Iterable[str]) -> None:
        """Read files, one after the other, behind the pages that are there."""
        for path in paths:
            self._show(partial(_of_file, Path(path)), Path(path).name)

    def paste(self) -> None:
        """Take what was copied: files, or a picture."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in copied.urls() if url.isLocalFile()]
        if files:
            self.take_files(files)
        elif copied.hasImage():
            image = QGuiApplication.clipboard().image()
            self._show(lambda: _new(page_files.of_image(image)))
        else:
            self.sources.say(_("Nothing that could be a page was copied."), "warn")

    # -- what comes while it is in sight

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_open and not event.spontaneous():
            self.sources.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """On another page the camera may be at somebody else's papers: what it saves is not taken here."""
        super().hideEvent(event)
        if not event.spontaneous():  # it is only covered, as by the camera's own program
            self.sources.end()

    # -- inside

    def _pages(self) -> tuple[Token, ...]:
        return tuple(seen.page for seen in self.thumbnails.pages())

    def _is_other(self) -> bool:
        return self._pages() != self._begun

    def _has_new(self) -> bool:
        return not set(self._pages()) <= set(self._begun)

    def _take(self) -> None:
        """Enter, once every page is there that is on its way; without any it leads to the files.

        Where one of them cannot be read it leads nowhere: the officer looks first, and enters anew.
        """
        self._entered = entered = object()

        def take() -> None:
            if entered is self._entered:
                self._entered = None
                self._go_on()

        self._head.say(_("Waiting for what the camera still saves …"))
        self.sources.when_whole(lambda: self._office.jobs.when_back(take, owner=self))

    def _go_on(self) -> None:
        if self._is_other():
            pages = self._pages()
            self.end()
            self.taken.emit(pages)
            self.closed.emit()
        elif self._begun:
            self._leave()
        else:
            self._tell()
            self.sources.choose_files()

    def _leave(self) -> None:
        self.end()
        self.closed.emit()

    def _show(self, make: Callable[[], list[Thumbnail]], file: str = "") -> None:
        """Make pages beside the window and put them behind the others; what cannot be read is told here."""
        turn = self._turn

        def show(made: list[Thumbnail] | InWords) -> None:
            if turn is not self._turn:
                return  # another proof's by now
            if isinstance(made, InWords):
                self._say_unread(file, made)
            else:
                self.thumbnails.add(made)

        self._office.jobs.press(partial(_or_trouble, make), then=show, owner=self)

    def _look_at(self, seen: Thumbnail | None) -> None:
        """Show the page in hand as large as there is room: can it be read?"""
        if seen is None:
            self.view.show_page(QImage(), "")
            return
        called = _("Page {n} of {all}", n=self.thumbnails.currentRow() + 1, all=self.thumbnails.count())

        def show(picture: QImage) -> None:
            if self.thumbnails.in_hand() is seen:
                self.view.show_page(picture, called)

        self._office.jobs.press(partial(pictures.decode, seen.jpeg), then=show, owner=self)

    def _go(self, by: int) -> None:
        row = self.thumbnails.currentRow() + by
        if 0 <= row < self.thumbnails.count():
            self.thumbnails.setCurrentRow(row)

    def _hear_came(self, came: Came) -> None:
        if came.trouble is not None:
            self._say_unread(came.name, came.trouble)
        else:
            self._show(lambda: _new(came.pages))

    def _turn_page(self) -> None:
        """Turn the page in hand; one that is being turned, once more when that is done."""
        seen = self.thumbnails.in_hand()
        if seen is None:
            return
        if not isinstance(seen.page, bytes):  # what was framed on it would lie elsewhere
            self.sources.say(_("Only a new page can be turned. Photograph this one again."), "warn")
            return
        self._quarters[seen] += 1
        if self._quarters[seen] == 1:
            self._turn_by_one(seen)

    def _turn_by_one(self, seen: Thumbnail) -> None:
        turn = self._turn

        def show(made: Thumbnail) -> None:
            if turn is not self._turn:
                return
            self.thumbnails.put_in_place(seen, made)
            if still := self._quarters.pop(seen) - 1:
                self._quarters[made] = still
                self._turn_by_one(made)

        self._office.jobs.press(partial(_turned, seen.jpeg), then=show, owner=self)

    def _say_unread(self, file: str, trouble: InWords) -> None:
        """Say which file gave no page, and why; Enter that waited for it leads nowhere."""
        self._entered = None
        self._tell()
        why = sentence(trouble)
        self.sources.say(_("{file}: {why}", file=file, why=why) if file else why, "bad")

    def _tell(self) -> None:
        """Say how many pages there are, and draw the button as it is."""
        pages = self.thumbnails.pages()
        new = sum(seen.is_new for seen in pages)
        told = [plural("{n} page", "{n} pages", len(pages))] if pages else []
        if new:
            told.append(plural("{n} new", "{n} new", new))
        self._head.say(
            _(", ").join(told) or _("Enter or another page keeps what is new, Esc leaves all as it was.")
        )
        was_here = self.focusWidget() in (self.thumbnails, self.sources.files, None)
        for part in (self.thumbnails, self.view):
            part.setVisible(bool(pages))
        self._none.setHidden(bool(pages))
        if was_here and self.isVisible():
            self.first().setFocus()
        self.changed.emit()

    def _tools(self) -> QGridLayout:
        """What can be done with the page in hand, for whoever has a mouse, each with its key."""
        grid = QGridLayout()
        seen = self.thumbnails
        tools: tuple[tuple[str, str, Callable[[], object]], ...] = (
            (_("Earlier"), "Alt+Up", partial(seen.move_page, -1)),
            (_("Later"), "Alt+Down", partial(seen.move_page, 1)),
            (_("Drop"), "Del", seen.drop),
            (_("Bring back"), "Ctrl+Z", seen.bring_back),
            (_("Turn"), "Ctrl+R", self._turn_page),
            (_("Paste"), "Ctrl+V", self.paste),
        )
        for number, (words, key, do) in enumerate(tools):
            button = KeyButton(words, key=key, kind="quiet", small=True)
            button.clicked.connect(partial(_do, do))
            grid.addWidget(button, number // 2, number % 2, Qt.AlignmentFlag.AlignLeft)
        return grid

    def _connect(self) -> None:
        self.sources.came.connect(self._hear_came)
        self.sources.chosen.connect(self.take_files)
        self.sources.hinted.connect(lambda hint: self._none.show_words(_("No page yet"), hint))
        self.thumbnails.changed.connect(self._tell)
        self.thumbnails.entered.connect(self._take)
        self.thumbnails.in_sight.connect(self._look_at)
        self.view.turned.connect(self._go)
        FileDrop(self, ENDINGS, several=True).all_dropped.connect(self.take_files)

    def _arrange(self) -> None:
        paper = Panel(padded=False)
        seen = QHBoxLayout()
        seen.setSpacing(0)
        for part in (self.thumbnails, self.view, self._none):
            seen.addWidget(part)
        paper.body.addLayout(seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._head)
        column.addLayout(side_by_side(paper, self.sources, wide=paper), 1)


def _small(jpeg: bytes) -> QImage:
    return page_files.small(jpeg, CARD * 2)


def _new(pages: Iterable[bytes]) -> list[Thumbnail]:
    return [Thumbnail(page, page, _small(page)) for page in pages]


def _of_file(path: Path) -> list[Thumbnail]:
    return _new(page_files.read(path))


def _turned(jpeg: bytes) -> Thumbnail:
    (page,) = _new((scans.turned(jpeg),))
    return page


def _do(act: Callable[[], object], _checked: bool) -> None:
    act()


def _or_trouble(make: Callable[[], list[Thumbnail]]) -> list[Thumbnail] | InWords:
    try:
        return make()
    except InWords as trouble:
        return trouble
