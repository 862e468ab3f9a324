"""What the reader lays over its screen: a line to be typed, a text to be read."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static


class Line(Input):
    """One line, of which nothing is lost that is pasted."""

    def on_paste(self, event: Paste) -> None:
        """Several lines become one: the widget itself keeps the first of them."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(filter(str.strip, event.text.splitlines())), *self.selection)


class Asking(ModalScreen[str]):
    """One line to be typed, or `typed` to be agreed to; gives it, "" for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", show=False)]
    CSS = """
    Asking { align: center bottom; }
    Asking Label { width: 100%; background: $panel; padding: 0 1; }
    Asking Input { width: 100%; }
    """

    def __init__(self, question: str, known: Sequence[str] = (), typed: str = "") -> None:
        super().__init__()
        self._question = question
        self._typed = typed
        self._suggester = SuggestFromList(known, case_sensitive=False) if known else None

    def compose(self) -> ComposeResult:
        """The question above the line."""
        yield Label(self._question, markup=False)
        yield Line(self._typed, suggester=self._suggester)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: done."""
        self.dismiss(event.value.strip())


class Showing(ModalScreen[None]):
    """A text to be read or copied; any of three keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss(None)", show=False)]
    CSS = """
    Showing { align: center middle; }
    Showing Static { width: 90%; border: round $accent; padding: 1; background: $panel; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield Static(self._text, markup=False)
