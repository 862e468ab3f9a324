import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from cli.typed import PROGRAM, environment, process
from fb_watch.cli.main import verbs

LANGUAGES = ("en", "fr", "es")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_fits_80_columns(lang: str) -> None:
    """No line of any help is wider than 80 columns, in any language; it ends with 0 on stdout."""
    program = (
        "import sys; from fb_watch.cli import main as m\n"
        "sys.argv = ['fb-watch', '--version']\n"
        "try: m.run()\n"
        "except SystemExit: pass\n"
        "from importlib import import_module\n"
        "parts = lambda v: getattr(import_module(f'fb_watch.cli.{v}'), 'parts', dict)()\n"
        "lines = [[], *([v] for v in m.verbs()), *([v, p] for v in m.verbs() for p in parts(v))]\n"
        "for line in lines:\n"
        "    print('@', *line, m.main([*line, '--help']), flush=True)\n"
    )
    ended = subprocess.run(
        [PROGRAM[0], "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(FB_WATCH_LANG=lang),
        check=True,
    )

    wide = [line for line in ended.stdout.splitlines() if cell_len(line) > 80]
    codes = re.findall(r"^@ .*(\d)$", ended.stdout, re.MULTILINE)
    assert [] == wide
    assert {"0"} == set(codes)
    assert len(verbs()) + 1 + 13 + 7 + 4 == len(codes)  # parts of review, dossier, saved
    assert "" == ended.stderr


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "Did you mean"), ("es", "Did you mean"), ("en", "There is no verb serach")],
)
def test_messages_speak_the_language_asked(lang: str, said: str) -> None:
    """FB_WATCH_LANG chooses the language of messages."""
    told = process("serach", FB_WATCH_LANG=lang).err

    assert (said in told) == (lang == "en")
    assert "serach" in told


def test_a_reader_that_has_enough_is_no_error() -> None:
    """`fb-watch export | head -1` ends quietly."""
    export = subprocess.Popen(
        [*PROGRAM, "export", "--format", "jsonl"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert export.stdout is not None
    assert export.stderr is not None

    first = export.stdout.readline()
    export.stdout.close()
    said = export.stderr.read()
    export.stderr.close()

    assert json.loads(first)["ref"]
    assert 0 == export.wait(timeout=30)
    assert b"" == said


@pytest.mark.parametrize(
    "line",
    [("search",), ("search", "--limit", "1", "--format", "refs"), ("export", "--kind", "link")],
)
def test_a_full_disk_is_told(line: tuple[str, ...]) -> None:
    """Where stdout cannot take what is written, the code is 1 and the reason is said."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, *line],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )

    assert 1 == ended.returncode
    assert ended.stderr.endswith(b"fb-watch: No space left on device\n")


def _heed_ctrl_c() -> None:
    """A shell lets what it starts with & ignore Ctrl-C, these tests and all they start included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_is_130() -> None:
    """An interrupt ends with 130 and a line, and without a traceback."""
    export = subprocess.Popen(
        [*PROGRAM, "export", "--format", "jsonl"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=_heed_ctrl_c,
    )
    assert export.stdout is not None
    export.stdout.readline()  # from now on it waits for somebody to read the rest

    export.send_signal(signal.SIGINT)
    _out, said = export.communicate(timeout=30)

    assert 130 == export.returncode
    assert b"fb-watch: Interrupted; what was saved until now stays saved.\n" == said


def test_bytes_that_are_no_text_are_no_traceback() -> None:
    """What is not UTF-8, typed or on stdin, is answered and never a traceback."""
    assert 0 == process("search", b"\xff").code
    assert 0 == process("search", "--region", b"\xff").code
    assert 2 == process("coverage", "--page", b"\xff").code
    assert 1 == process("cite", "-", given=b"\xff\xfe\n").code
    assert 0 == process("export", "--format", "csv", "-o", "-", b"\xff").code


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("form", ["csv", "jsonl", "docx", "bag"])
def test_a_path_that_is_no_utf_8_is_taken_as_given(tmp_path: Path, form: str) -> None:
    """The file has the very name typed; the log and the file beside it say it with U+FFFD."""
    folder = os.fsencode(tmp_path)

    out = process("export", "--theme", "education", "--format", form, "-o", folder + b"/x\xff")

    assert 0 == out.code, out.err
    assert Path(os.fsdecode(folder + b"/x\xff")).exists()
    log = json.loads(process("export", "--log", "--json").out)
    assert f"{tmp_path}/x\ufffd" == log[0]["file"]
    beside = Path(os.fsdecode(folder + b"/x\xff-metadata.json"))
    if form in ("csv", "jsonl"):
        assert "x\ufffd" == json.loads(beside.read_text("utf-8"))["url"]
    if form == "jsonl":
        assert 0 == process("import", folder + b"/x\xff").code
        imports = process("coverage", "--json").out
        assert "x\ufffd" in imports


@pytest.mark.usefixtures("own")
def test_words_that_are_no_utf_8_are_kept_without_them() -> None:
    """What is typed and stored: searches, names, texts of posts, notes."""
    ref = process("search", "--limit", "1", "--format", "refs").out.strip()
    for line in (
        ("saved", "add", b"a\xff", b"b\xff", "--by", b"me\xff"),
        ("dossier", "create", b"d\xff", "--title", b"t\xff", "--by", "me"),
        ("review", "note", ref, b"n\xff", "--by", "me"),
        (
            *("add", "--page", "madagascar", "--url", b"https://www.facebook.com/1/posts/2\xff"),
            *("--date", "2020-01-01", "--text", b"t\xff"),
        ),
    ):
        assert 0 == process(*line).code
    assert "b\ufffd" in process("saved", "list").out


def test_the_demo_takes_any_folder(tmp_path: Path) -> None:
    """Also one whose name is no UTF-8."""
    assert 0 == process("demo", os.fsencode(tmp_path) + b"/d\xff").code


def test_a_closed_stdin_or_stdout_is_no_traceback() -> None:
    """Started without stdin or stdout, as some supervisors do, verbs end as usual."""
    for redirect in ("<&-", ">&-", "2>&-"):
        ended = subprocess.run(
            ["sh", "-c", f'"$@" {redirect}', "sh", *PROGRAM, "export", "--theme", "education"],
            capture_output=True,
            env=environment(),
            check=False,
        )
        assert (0, b"") == (ended.returncode, ended.stderr)
