"""Texts become pages, and say what is wrong with them."""

import unittest

from booking import numbers
from booking.check import complaints
from booking.errors import BookError
from booking.figures import inlined, picture_complaints
from booking.findings import write_whole
from booking.markup import Markup
from booking.repository import RepositoryVoice, write_pages
from booking.site import site_page
from booking.texts import Texts

from .samples import STUDY, SVG, Sample


class TextTests(unittest.TestCase):
    """Expressions, pages and checks."""

    def setUp(self) -> None:
        self.sample = Sample()
        self.sample.find("study", STUDY)
        self.sample.find("corpus", {"lines": 40000})
        self.addCleanup(self.sample.folder.cleanup)

    def rendered(self, text: str) -> str:
        """The page of a text."""
        self.sample.write(text)
        texts = Texts(self.sample.book, self.sample.recipe(), RepositoryVoice(self.sample.book))
        return texts.render(self.sample.book.chapters[0]).removeprefix("# A\n").strip()

    def test_numbers(self) -> None:
        """As people read them."""
        self.assertEqual(numbers.number(-3.14159, 2), "−3.14")
        self.assertEqual(numbers.number(-0.001), "0.0")
        self.assertEqual(numbers.with_sign(0.44), "+0.4")
        self.assertEqual(numbers.with_sign(-3.1), "−3.1")
        self.assertEqual(numbers.with_sign(0.001), "0.0")
        self.assertEqual(numbers.percent(0.942), "94.2\u00a0%")
        self.assertEqual(numbers.count(40000), "40,000")
        bleu = STUDY["results"][0]["bleu"]
        self.assertEqual(numbers.spread(bleu), "89.5\u00a0±\u00a01.5")
        self.assertEqual(numbers.spread(bleu, times=-1, signed=True), "−89.5\u00a0±\u00a01.5")
        self.assertEqual(numbers.spread({"mean": 85.31, "count": 1}), "85.3")
        times = {
            0.0004: "0.4 ms",
            0.035: "35 ms",
            3.21: "3.2 s",
            45: "45 s",
            60: "1 min",
            200: "3 min 20 s",
            1500: "25 min",
            3900: "1 h 5 min",
        }
        for seconds, text in times.items():
            self.assertEqual(
                numbers.seconds(seconds),
                text.replace(" ", "\u00a0", 1)
                .replace(" s", "\u00a0s")
                .replace("5 min", "5\u00a0min"),
            )

    def test_expressions(self) -> None:
        """Dots are keys, whatever methods a dictionary has; a dotted key picks."""
        text = '# A\n<% set one = pick(run("study").results, "name.short", "one-head") %>\n'
        self.assertEqual(self.rendered(text + "<< one.values | sum >>"), "3")
        self.assertEqual(self.rendered(text + "<< one.bleu.upper is defined >>"), "False")

    def test_lines_of_tags_vanish_and_sentences_stay_apart(self) -> None:
        """A tag at the end of a line of text is followed by the next word."""
        text = "# A\nOne\n<% if true %>\ntwo\n<% endif %>\nthree <% if true %>four<% endif %>\nfive"
        self.assertEqual(self.rendered(text), "One\ntwo\nthree four\nfive")
        macro = "# A\n<% macro m(x) %>\n<% if x %>yes<% endif %>\n<% endmacro %>\n| << m(1) >> |"
        self.assertEqual(self.rendered(macro), "| yes |")

    def test_mistakes_have_a_place(self) -> None:
        """The text, the line, and what there is instead."""
        for text, message in {
            '# A\n\n<< run("study").result >>': "01-first.md:3: .*'result' among: results",
            '# A\n<< run("studies") >>': "01-first.md:2: .*no run studies; it has: corpus, study",
            '# A\n<< figure("x", "y") >>': "no run has x among its figures; they have: bleu",
            '# A\n<< pick(run("study").results, "name.short", "x") >>': "have: .'whole', 'one",
            "# A\n\n\n<% if %>": "01-first.md:4: ",
            '# A\n<< table(["a", "b"], [[1]]) >>': "not 2 cells",
        }.items():
            with self.subTest(text=text), self.assertRaisesRegex(BookError, message):
                self.rendered(text)

    def test_pages_of_the_repository(self) -> None:
        """Pictures with what they show, toys as a sentence, tables with numbers to the right."""
        self.assertIn(
            "![Bars \\[of\\] BLEU](Figures/bleu.svg)\n\n*Of parts.*",
            self.rendered('# A\n<< figure("bleu", "Of parts.") >>'),
        )
        self.assertIn("Scripts/book --site", self.rendered('# A\n<< toy("waves", title="W") >>'))
        self.assertEqual(
            self.rendered('# A\n<< table(["a", "b"], [["x|y", signed(-1)]]) >>'),
            "| a | b |\n| --- | ---: |\n| x\\|y | −1.0 |",
        )
        self.assertEqual(
            self.rendered('# A\n<< made_by("study") >>'),
            "```sh\ncalque compare --seeds 3 --output book/study\n```",
        )

    def test_check(self) -> None:
        """What was rendered is as it should be; then a text, a run, a picture are changed."""
        text = '# A\n<< figure("bleu", "Of parts.") >>\n<< run("corpus").lines >>\n'
        self.sample.write(text)
        write_pages(self.sample.book, self.sample.recipe())
        self.assertEqual(self.complaints(), "")
        self.sample.write(text + "and 3\n")
        self.assertIn("“3” is a number that comes from no run", self.complaints())
        self.assertIn("01-first.md is not what its text says", self.complaints())
        self.sample.write(text.replace("# A", "# 2. A"))
        self.assertIn("01-first.md calls itself chapter 2", self.complaints())
        self.sample.write(text)
        corpus = self.sample.book.runs / "corpus.json"
        corpus.write_text(corpus.read_text().replace("--export", "--import"))
        self.assertIn("Runs/corpus.json tells of other commands", self.complaints())
        (self.sample.book.figures / "old.svg").write_text(SVG)
        self.assertIn("Figures/old.svg is shown nowhere", self.complaints())
        recipe = self.sample.root / "book.toml"
        recipe.write_text(recipe.read_text().replace("--seeds", "--seed-count"))
        self.assertIn("Runs/study.json was made by another recipe", self.complaints())

    def complaints(self) -> str:
        """What is wrong with the sample."""
        return "\n".join(complaints(self.sample.book, self.sample.recipe()))

    def test_pages_of_the_site(self) -> None:
        """One file: links stay in the site, data are no markup, ids are its own."""
        self.sample.write(
            "# A\n\nSee [this](01-first.md#b), [that](../X.md), $x_1$, <b>.\n\n"
            '<< figure("bleu", "Of $k$ *parts*.") >>\n\n'
            '<< toy("explorer", title="<T>", axes=["x", "</script>"], series=[]) >>\n'
        )
        page = site_page(self.sample.book, self.sample.recipe(), self.sample.book.chapters[0])
        for part in [
            'href="01-first.html#b"',
            "<span>that</span>",
            "<math",
            "&lt;b&gt;",
            'id="figure-bleu-a"',
            'href="#figure-bleu-a"',
            ".figure-bleu text",
            "\\u003c/script>",
            "<em>parts</em>",
            'aria-label="&lt;T&gt;"',
        ]:
            self.assertIn(part, page)
        self.assertNotRegex(page.replace("http://www.w3.org", ""), r'(?:src|href)="?https?:')

    def test_pictures(self) -> None:
        """Nothing in them runs or leads out."""
        file = self.sample.root / "x.svg"
        for odd in [
            "<script/>",
            '<rect onclick="x()"/>',
            '<use href="http://a"/>',
            '<rect fill="url(http://a)"/>',
            "<image/>",
            '<script xmlns="http://www.w3.org/1999/xhtml"/>',
            "<style>@import 'x.css'</style>",
            '<rect fill="url(#a) url( x )"/>',
        ]:
            write_whole(file, SVG.replace("<g", odd + "<g"))
            self.assertEqual(len(picture_complaints(file)), 1, odd)
        write_whole(file, SVG)
        self.assertEqual(picture_complaints(file), [])
        self.assertNotIn("calque-figure", inlined(SVG, "x"))

    def test_maths(self) -> None:
        """Commas stay with it, signs close to their numbers; what nobody knows is told."""
        shown = Markup(lambda to: to, {}).html("Of $a$ and $(-1, -x - y)$, it")
        self.assertEqual(shown.count('form="prefix"'), 2)
        self.assertRegex(shown, "^<p>Of <span class=.together.*</math></span>,</span> it")
        self.assertIn("</math></span></span> and <span", shown)
        with self.assertRaisesRegex(BookError, "frobnicate"):
            Markup(lambda to: to, {}).html("$\\frobnicate x$")
