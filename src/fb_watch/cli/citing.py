"""In: what was typed for a citation style. Out: one of ours, or the file of another."""

import argparse

from fb_watch.i18n import _

STYLES = ("apa", "apa-fr", "chicago", "chicago-note", "mla", "iso690-fr", "vancouver")


def style(typed: str) -> str:
    """One of our styles, or the file of another; a file that is not there is told later."""
    if typed not in STYLES and not typed.endswith(".csl"):
        raise argparse.ArgumentTypeError(
            _("{text} is not one of: {known}, NAME.csl").format(text=typed, known=", ".join(STYLES))
        )
    return typed


def help_on_styles() -> str:
    """Which styles there are."""
    return f"{_('citation style')} ({', '.join(STYLES)}); {_('NAME.csl needs pandoc')}"
