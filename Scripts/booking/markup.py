"""Markdown as HTML that needs nothing else: maths as MathML, code with its words marked."""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from .errors import BookError

PIECE = "piece"
"""A block of code of this language stands for HTML that is put in its place."""

Link = Callable[[str], str | None]
"""Where a link of a page leads in the site; nowhere where it leads out of the book."""


class Markup:
    """Makes HTML of a page."""

    def __init__(self, link: Link, pieces: dict[str, str]):
        self.link = link
        self.pieces = pieces
        self.markdown = MarkdownIt("commonmark", {"html": False, "highlight": marked})
        self.markdown.enable(["table", "strikethrough"])
        self.markdown.use(anchors_plugin, max_level=3)
        self.markdown.use(dollarmath_plugin, renderer=math, allow_space=False, double_inline=True)
        assert isinstance(self.markdown.renderer, RendererHTML)
        self.renderer = self.markdown.renderer
        self.renderer.rules |= {
            "fence": self.fence,
            "table_open": lambda *_: '<div class="scroll"><table>\n',
            "table_close": lambda *_: "</table></div>\n",
        }

    def html(self, text: str) -> str:
        """A page without what is around it."""
        return self.rendered(self.markdown.parse(text))

    def inline(self, text: str) -> str:
        """A caption."""
        return self.rendered(self.markdown.parseInline(text))

    def rendered(self, tokens: list[Token]) -> str:
        """HTML, in which brackets, points and commas never leave the maths beside them."""
        self.lead(tokens)
        content = self.markdown.renderer.render(tokens, self.markdown.options, {})
        return re.sub(
            r'\(?<span class="math inline">(?:(?!</span>).)*</span>[.,;:!?)]*',
            r'<span class="together">\g<0></span>',
            content,
            flags=re.DOTALL,
        )

    def lead(self, tokens: list[Token]) -> None:
        """Makes links lead to pages of the site; those that cannot are no links any more."""
        for token in tokens:
            children = token.children or []
            self.lead(children)
            for place, child in enumerate(children):
                if child.type == "link_open":
                    self.lead_one(child, closing(children, place))

    def lead_one(self, opening: Token, closing: Token) -> None:
        """The same for one link."""
        to = self.link(str(opening.attrs["href"]))
        if to is None:
            opening.tag = closing.tag = "span"
            opening.attrs = {}
        else:
            opening.attrs["href"] = to

    def fence(self, tokens: Sequence[Token], place: int, options: OptionsDict, env: Any) -> str:
        """A block of code, or the HTML that it stands for."""
        token = tokens[place]
        if token.info.strip() == PIECE:
            return self.pieces[token.content.strip()]
        return RendererHTML.fence(self.renderer, tokens, place, options, env)


def closing(tokens: list[Token], opening: int) -> Token:
    """The end of a link."""
    return next(token for token in tokens[opening:] if token.type == "link_close")


def marked(text: str, language: str, _: str) -> str:
    """Code, with classes for its kinds of words."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        lexer = None
    code = (
        html.escape(text) if lexer is None else highlight(text, lexer, HtmlFormatter(nowrap=True))
    )
    return f'<pre class="scroll"><code>{code}</code></pre>'


def math(tex: str, options: dict[str, Any]) -> str:
    """TeX as MathML."""
    display = "block" if options["display_mode"] else "inline"
    mathml = convert(tex.strip(), display=display)
    unknown = re.search(r"<m\w+[^>]*>(\\\w+)</m\w+>", mathml)
    if unknown:
        raise BookError(f"maths: {unknown[1]} in “{tex.strip()}” is unknown")
    # After an opening bracket, a comma or a relation a minus is a sign, close to its number.
    mathml = re.sub(
        r"(<mo[^>]*>(?!&#x00029;|&#x0005D;)[^<]*</mo>)<mo>(&#x02212;)</mo>",
        r'\1<mo form="prefix">\2</mo>',
        mathml,
    )
    return f'<span class="scroll display">{mathml}</span>' if display == "block" else mathml
