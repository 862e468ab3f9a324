"""
In: this checkout. Out: how much disk an installation takes; needs the network and a minute.

    python -m bench.install
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from bench.figures import Figure, print_table

ROOT = Path(__file__).parents[1]
TOOLS = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "wheel")  # venv's own, not ours


def size() -> Figure:
    """Megabytes of files that `pip install .` puts into a new virtual environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, str(ROOT)], check=True, stdout=sys.stderr)
        installed = next(Path(folder).glob("lib/python*/site-packages"))
        total = sum(
            path.stat().st_size
            for path in installed.rglob("*")
            if path.is_file() and not path.relative_to(installed).parts[0].startswith(TOOLS)
        )
    return Figure(name="installed", measured=total / 1e6, unit="MB", digits=0, at_most=150)


if __name__ == "__main__":
    print_table([size()])
