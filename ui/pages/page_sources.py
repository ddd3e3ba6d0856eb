"""Where the pages of a proof come from: the camera's folder, files that are chosen; beside the pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLayout, QVBoxLayout, QWidget

from app.errors import InWords
from app.language import N_, _, sentence
from ui import theme
from ui.camera import FOLDER, CameraWatch
from ui.office import Office
from ui.pages.retention_panel import kept_for
from ui.preferences import of_program
from ui.widgets.button import KeyButton
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text, hairline

FILES = N_("Pages (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf)")
SIDE = 300


class PageSources(Panel):
    """The camera's folder, watched on demand, and files; below them ``tools`` for the page in hand.

    ``came`` carries a Came of the camera, ``chosen`` the paths of files, ``hinted`` what to do for a page.
    """

    came = Signal(object)
    chosen = Signal(object)
    hinted = Signal(str)

    def __init__(self, office: Office, tools: QLayout) -> None:
        super().__init__(_("Document camera"), note=_("for this machine"))
        self._office = office
        self._is_folder_away = False
        self._camera = CameraWatch(office, self)
        self.notice = Notice()
        self._where = Text(mono=True, size=theme.NOTE, tone="text2", wrap=True)
        self._kept_for = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._folder = KeyButton(_("Choose the camera's folder …"), key="F6", small=True)
        self.files = KeyButton(_("Choose files"), key="F7", small=True)

        self._fill(tools)
        self._camera.came.connect(self.came)
        self._camera.stands.connect(self._hear_stands)
        self._folder.clicked.connect(self.choose_folder)
        self.files.clicked.connect(self.choose_files)

    def begin(self) -> None:
        """Another proof: what was said before is no longer of interest."""
        self._kept_for.setText(kept_for(self._office.desk))
        self.notice.hide()

    def watch(self) -> None:
        """Watch the folder of this machine, if one was chosen."""
        folder = of_program().of_machine(FOLDER)
        self._where.setText(folder or _("No folder is chosen yet."))
        if folder:
            self._camera.begin(folder)
            self.hinted.emit(_("Photograph in the camera's own program: what it saves appears here."))
        else:
            self._camera.end()
            self.hinted.emit(_("Choose the folder the camera's program saves into (F6), or files (F7)."))

    def end(self) -> None:
        """Watch for nothing any more."""
        self._camera.end()

    def when_whole(self, then: Callable[[], object]) -> None:
        """Call ``then`` once the camera saves nothing any more."""
        self._camera.when_whole(then)

    def say(self, words: str, kind: str) -> None:
        """Say why a page is not there."""
        self.notice.say(words, kind=kind)
        self.notice.show()

    def choose_folder(self) -> None:
        """Choose the folder the camera's program saves into; it is watched at once."""
        before = of_program().of_machine(FOLDER)
        folder = QFileDialog.getExistingDirectory(self, _("Folder of the document camera"), before)
        if folder:
            of_program().keep_of_machine(FOLDER, folder)
            self.notice.hide()
            self.watch()

    def choose_files(self) -> None:
        """Choose files to be read."""
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Choose files"), "", _(FILES))
        self.chosen.emit(paths)

    def _hear_stands(self, trouble: InWords | None) -> None:
        """Say that the camera's folder is away, as long as it is."""
        if trouble is not None:
            self.say(sentence(trouble), "bad")
        elif self._is_folder_away:
            self.notice.hide()
        self._is_folder_away = trouble is not None

    def _fill(self, tools: QLayout) -> None:
        self.body.addWidget(self._where)
        for button in (self._folder, self.files):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.notice)
        self.body.addWidget(hairline())
        self.body.addLayout(tools)
        self.body.addWidget(hairline())
        self.body.addWidget(scrolled(self._notes()), 1)
        self.setFixedWidth(theme.px(SIDE))
        self.notice.hide()

    def _notes(self) -> QWidget:
        """What is to be known of it; beside a notice in a low window it scrolls."""
        notes = QWidget()
        column = QVBoxLayout(notes)
        column.setContentsMargins(0, 0, 0, 0)
        for words in (
            _("A proof still missing is held by its pages, original seen. Of a copy say so with the proof."),
            _("Its program keeps copies of its own there. Clear them out: they are not the office's."),
        ):
            column.addWidget(Text(words, size=theme.NOTE, tone="text2", wrap=True))
        column.addWidget(self._kept_for)
        column.addStretch(1)
        return notes
