"""In: a Word file. Out: the same as PDF, made by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fb_watch.errors import FbWatchError
from fb_watch.i18n import _

PATIENCE = 300.0  # seconds
# with its headings, tables and alternative texts for screen readers
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def office() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def write_pdf(word: bytes, path: Path) -> None:
    """
    Write the PDF of a Word file; it never sees the user's own LibreOffice profile.

    Raises FbWatchError where LibreOffice is absent, or does not come to an end.
    """
    program = office()
    if program is None:
        raise FbWatchError(
            _("PDF is made by LibreOffice, which is not installed."),
            remedy=_("Install it (apt install libreoffice-writer), or take --format docx or html."),
        )
    with tempfile.TemporaryDirectory(prefix="fb-watch-") as name:
        folder = Path(name)
        (folder / "dossier.docx").write_bytes(word)
        command = [
            *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", _TAGGED, "--outdir", name, str(folder / "dossier.docx")),
        ]
        try:
            said = _said_by(command)
        except subprocess.TimeoutExpired as error:
            raise _failed(_("it did not end within {n} seconds").format(n=int(PATIENCE))) from error
        made = folder / "dossier.pdf"
        if not made.is_file():
            raise _failed(said.strip()[-300:])
        shutil.copyfile(made, path)


def _said_by(command: Sequence[str]) -> str:
    """What the program says on stderr; where it is not waited for, what it started ends too."""
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        try:
            _out, said = running.communicate(timeout=PATIENCE)
        except BaseException:
            # the office itself is a child of the program, and would write on into our folder
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            raise
    return said.decode("utf-8", "replace")


def _failed(why: str) -> FbWatchError:
    return FbWatchError(
        _("LibreOffice could not make a PDF: {why}").format(why=why),
        remedy=_("Take --format docx and print that."),
    )
