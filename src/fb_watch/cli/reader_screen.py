"""The screen of the reader: a list, a post, and a key for everything that is done with a post."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from fb_watch.cli.output import printable
from fb_watch.cli.reader_page import line, title, whole
from fb_watch.errors import FbWatchError
from fb_watch.i18n import _

if TYPE_CHECKING:
    from fb_watch.cli.reader_desk import Desk
    from fb_watch.model.archived import Hit

_LIST = 34  # columns of the list, of which four are border and bar


class Asking(ModalScreen[str]):
    """One line to be typed; gives it, "" for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", show=False)]
    CSS = """
    Asking { align: center bottom; }
    Asking Label { width: 100%; background: $panel; padding: 0 1; }
    Asking Input { width: 100%; }
    """

    def __init__(self, question: str, known: list[str]) -> None:
        super().__init__()
        self._question = question
        self._suggester = SuggestFromList(known, case_sensitive=False) if known else None

    def compose(self) -> ComposeResult:
        """The question above the line."""
        yield Label(self._question, markup=False)
        yield Input(suggester=self._suggester)

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


class Reader(App[None]):
    """The posts of a query, one after the other."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #title { height: 1; background: $panel; width: 100%; }
    #list { width: %d; height: 100%; border: none; padding: 0; }
    #page { width: 1fr; height: 100%; padding: 0 1; }
    """.replace("%d", str(_LIST))

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self._hits: list[Hit] = []
        self._needles = desk.needles()
        for key, action, text in (
            ("r", "decide('relevant')", _("relevant")),
            ("s", "decide('set-aside')", _("set aside")),
            ("v", "decide('verified')", _("verified")),
            ("t", "tag", _("tags")),
            ("n", "note", _("note")),
            ("d", "dossier", _("dossier")),
            ("c", "cite", _("cite")),
            ("u", "undo", _("undo")),
        ):
            self.bind(key, action, description=text)
        for key, action in (
            ("q", "quit"),
            ("j", "move(1)"),
            ("k", "move(-1)"),
            ("space", "turn(1)"),
            ("b", "turn(-1)"),
        ):
            self.bind(key, action, show=False)

    def compose(self) -> ComposeResult:
        """A line on the query, the list beside the post, the keys."""
        yield Label("", id="title", markup=False)
        with Horizontal():
            yield OptionList(id="list", markup=False)
            with VerticalScroll(id="page", can_focus=False):
                yield Static("", id="post", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Ask the archive and show the first post."""
        self._hits, notes = self._desk.hits()
        self._list.add_options([Option(line(hit, _LIST - 4)) for hit in self._hits])
        found = sum(1 + hit["alike"] for hit in self._hits)
        self.query_one("#title", Label).update(
            title(len(self._hits), found, self._desk.query.words)
        )
        for text in notes:
            self.notify(printable(text), markup=False)
        if self._hits:
            self._list.highlighted = 0
        else:
            self.query_one("#post", Static).update(_("Nothing found."))
        self._list.focus()

    def on_option_list_option_highlighted(self, _event: OptionList.OptionHighlighted) -> None:
        """Another post of the list."""
        self._show()

    def action_move(self, step: int) -> None:
        """To the next post, or the one before."""
        if self._hits:
            self._list.highlighted = max(0, min(len(self._hits) - 1, self._place + step))

    def action_turn(self, step: int) -> None:
        """A screen of the text further, or back."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    def action_decide(self, status: str) -> None:
        """Give the post a status and go to the next."""
        ref = self._ref

        def done() -> str:
            told = self._desk.decide(ref, status)
            self._renew()
            self.action_move(1)
            return told

        self._do(done)

    def action_tag(self) -> None:
        """Tags by hand."""
        question = _("Tags, such as theme:education country:KE -theme:food")
        self._ask(question, self._desk.tag)

    def action_note(self) -> None:
        """A note."""
        self._ask(_("Note"), self._desk.note)

    def action_dossier(self) -> None:
        """Into a dossier."""
        known = list(self._desk.dossiers())
        question = _("Dossier; there are: {names}").format(names=", ".join(known) or "–")
        self._ask(printable(question), self._desk.add_to_dossier, known)

    def action_cite(self) -> None:
        """The reference."""
        if self._hits:
            self.push_screen(Showing(printable(self._desk.cite(self._ref))))

    def action_undo(self) -> None:
        """Take back the newest deed."""
        self._do(self._undone, is_of_a_post=False)

    def _undone(self) -> str:
        told = self._desk.undo()
        for place in range(len(self._hits)):
            self._renew(place)
        return told

    @property
    def _list(self) -> OptionList:
        return self.query_one("#list", OptionList)

    @property
    def _place(self) -> int:
        return self._list.highlighted or 0

    @property
    def _ref(self) -> str:
        return self._hits[self._place]["post"]["ref"] if self._hits else ""

    def _show(self) -> None:
        if not self._hits:
            return
        post = self._hits[self._place]["post"]
        page = whole(post, self._desk.notes(post["ref"]), self._needles)
        self.query_one("#post", Static).update(page)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def _renew(self, place: int | None = None) -> None:
        """Read a post again after something was done with it."""
        at = self._place if place is None else place
        hit = self._hits[at]
        now = self._desk.post(hit["post"]["ref"])
        if now != hit["post"]:
            self._hits[at] = {**hit, "post": now}
            self._list.replace_option_prompt_at_index(at, line(self._hits[at], _LIST - 4))
        if at == self._place:
            self._show()

    def _ask(
        self, question: str, deed: Callable[[str, str], str], known: list[str] | None = None
    ) -> None:
        """Have something typed, and do it with the post."""
        ref = self._ref

        def typed(text: str | None) -> None:
            if text:
                self._do(lambda: self._done(deed, ref, text))

        if self._hits:
            self.push_screen(Asking(question, known or []), typed)

    def _done(self, deed: Callable[[str, str], str], ref: str, text: str) -> str:
        told = deed(ref, text)
        self._renew()
        return told

    def _do(self, deed: Callable[[], str], *, is_of_a_post: bool = True) -> None:
        """Do it and say what was done; who does it is asked for once."""
        if is_of_a_post and not self._hits:
            return

        def named(name: str | None) -> None:
            self._desk.by = name or ""
            if name:
                self._do(deed, is_of_a_post=is_of_a_post)

        if not self._desk.by:
            self.push_screen(Asking(_("Your name, which stands beside all you do"), []), named)
            return
        try:
            self.notify(printable(deed()), timeout=3, markup=False)
        except FbWatchError as error:
            self.push_screen(Showing(printable(f"{error.message}\n{error.remedy}".strip())))
