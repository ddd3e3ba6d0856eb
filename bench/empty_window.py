"""The smallest window there is: it prints when it was first painted, and ends."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class EmptyWindow(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        print(time.monotonic_ns())
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = EmptyWindow()
    window.resize(1366, 696)
    window.show()
    sys.exit(application.exec())
