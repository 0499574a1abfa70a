"""A number in a sentence comes from a run."""

import unittest

from booking.prose import stray_numbers

FINE = [
    "The paper says so (section 3.2.1, figures 1 and 2, equation 1; table 3, row E) in chapter 4.",
    "Sections 3, 5 and 6 of Vaswani et al. (2017), [arXiv](https://arxiv.org/abs/1706.03762).",
    "See https://arxiv.org/abs/1706.03762v7 and arXiv:1706.03762.",
    "With $d_k = 64$ and\n\n$$\nx = 2^{10}\n$$\n",
    "- Dettmers et al. (2022): *LLM.int8(): 8-bit\n  Products*. Section 3.",
    "Code has `x[1]`, ``a ` 2``.\n\n```swift\nlet x = 1\n```\n\nAnd ~~~~.\n",
    "The 95 % interval. In bfloat16, int8 and chrF2, as UTF-8.",
    "## 4.1 Heading\n\n1. one\n2. two[^1]",
    "It has << count(run('a').n) >> words, << number(100 * x, 2) >> %<% if a > 3 %>.<% endif %>",
    "<# 12 of them #><% set best = run('a').list[0] %>",
    "<< toy('softmax', title='A softmax', maximum=64) >>",
    "Cost is \\$ and nothing.",
    "Section 3.1, and §§ 3, 4; in chapters 6 and 8.",
    "<% set n = namespace(count=0) %><< 'bfloat16' if run('a') else 'no' >>",
    "<< pick(run('a').list, 'name', 'v2').bleu >>",
    "It becomes $2 \\cdot << number(x) >>$ here, and $d$ there.",
]

WRONG = {
    "It has 12 words.": "12",
    "A loss of 0.3 nats": "0.3",
    "about 2000 sentences": "2000",
    "and 2048 tokens": "2048",
    "1,024 tokens": "1,024",
    "$d$ is 64, $k$ is not": "64,",
    "95 % of the sentences": "95",
    "line one\n\nthe 3rd": "3rd",
    "<< number(42) >>": "42",
    "<< 7 >>": "7",
    "<% set n = 12 %>": "12",
    "<< figure('x', 'It falls by 3 points.') >>": "3",
    "<< table(['a'], [[5]]) >>": "5",
    "<< table(['a'], [[number(x.y), number(5, 1)]]) >>": "5",
    "<% set _ = rows.append([number(5, 1), x]) %>": "5",
    "<% set n = -3 %>": "3",
    "<< '42' if x else 'none' >>": "42",
    "As in figure 1, 40 of them": "40",
    "Table 3 and 40 others": "40",
    "and 1984 % of them": "1984",
    "A ` that nothing closes.\n\nIt has 12.\n\nAnd ` again.": "12.",
    "It is ½ of them": "½",
}


class ProseTests(unittest.TestCase):
    """What is a number that somebody typed, and what is none."""

    def test_numbers_that_say_nothing_of_what_was_found(self) -> None:
        """Are left alone."""
        for text in FINE:
            with self.subTest(text=text):
                self.assertEqual([str(stray) for stray in stray_numbers(text)], [])

    def test_numbers_that_come_from_no_run(self) -> None:
        """Are found."""
        for text, number in WRONG.items():
            with self.subTest(text=text):
                self.assertEqual([stray.text for stray in stray_numbers(text)], [number])

    def test_lines(self) -> None:
        """Are those of the text."""
        strays = stray_numbers("# Heading\n\n```\n1\n```\n\nof 5\n<< number(\n 6) >>\n")
        self.assertEqual([(stray.line, stray.text) for stray in strays], [(7, "5"), (8, "6")])
