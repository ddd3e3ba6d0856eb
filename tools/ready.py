"""Make .venv hold what a lock pins, once: the first call installs, the next one finds it done.

Kept in words that an older Python can still read, so that it can say that it is too old.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
OLDEST = (3, 11)


def main(lock_name: str) -> None:
    lock = ROOT / lock_name
    with (ROOT / ".venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # `make run` beside `make test`: one installs, the other waits
        if not is_done(lock):
            require_python()
            make_home()
            install(lock)
            stamp(lock)


def is_done(lock: Path) -> bool:
    """Whether this very lock was installed, and the Python that it was installed for still runs."""
    mark = mark_of(lock)
    return mark.is_file() and mark.read_text() == fingerprint(lock) and home_runs()


def mark_of(lock: Path) -> Path:
    return HOME / f"{lock.stem}.installed"


def fingerprint(lock: Path) -> str:
    """The lock by its content, not its time: a checkout changes the time of a file that stayed the same."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def home_runs() -> bool:
    """Whether .venv is whole; it is not where its making was interrupted or its Python was replaced."""
    python = HOME / "bin" / "python"
    return python.exists() and subprocess.run([python, "-c", "import pip"], check=False).returncode == 0


def require_python() -> None:
    major, minor = sys.version_info[:2]
    if (major, minor) < OLDEST:
        sys.exit(
            f"Anju needs Python 3.11 or newer; {sys.executable} is Python {major}.{minor}. "
            "Where a newer one is installed, name it: make run PYTHON=python3.12"
        )
    if not has_venv():
        get_venv(f"python{major}.{minor}-venv")


def has_venv() -> bool:
    """Debian and Ubuntu keep this half of Python in a package of its own."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def get_venv(package: str) -> None:
    """Install the package where the user is root; name it where not."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False)
        subprocess.run(["apt-get", "install", "-q", "-y", package], check=False)
    if not has_venv():
        sys.exit(
            f"{sys.executable} came without venv. On Debian and Ubuntu this installs it:\n\n"
            f"    sudo apt-get install -y {package}\n\nThen run the same command again."
        )


def make_home() -> None:
    if not home_runs():
        print("Making .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)


def install(lock: Path) -> None:
    """Every package is pinned and checked against its hash; pip resolves nothing of its own."""
    print(f"Installing what {lock.name} pins into .venv; this happens once …", flush=True)
    pip = [str(HOME / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], check=False)
    if done.returncode != 0:
        sys.exit(
            "Not everything could be installed; pip says above why. "
            "Most often the network is missing: run the same command again when it is back."
        )


def stamp(lock: Path) -> None:
    """Written whole or not at all, so that an interrupted installation is taken up again."""
    half = mark_of(lock).with_suffix(".half")
    half.write_text(fingerprint(lock))
    half.replace(mark_of(lock))


if __name__ == "__main__":
    main(sys.argv[1])
