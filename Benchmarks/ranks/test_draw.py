"""The page's tables and figure say what the model says, in forms that can be read."""

import unittest
import xml.etree.ElementTree as ElementTree

from draw import blocks, filled
from figure import figure
from model import Model, Update, speed_up
from tables import ethernet, measured_table, speed_table

MODEL = {"parameters": 60e6, "operations_per_token": 4e8, "operation_rate": 1.5e11, "memory_rate": 1e10}
RESULT = {
    "machine": "A processor, 2 cores", "date": "2026-01-01", "precision": "bfloat16", "size": "base", "tokens": 4096,
    "models": {"small": MODEL, "base": MODEL}, "links": {"an MPI, 1 Gbit/s": {"bytes_per_second": 1.17e8, "latency": 5e-5}},
    "measured": [{
        "name": "two ranks", "tokensPerSecond": 1234.5, "share": 0.914, "secondsPerUpdate": 2, "sentBytes": 240e6,
        "link": "an MPI, 1 Gbit/s", "predictedSeconds": 1.8,
    }],
}


class Tables(unittest.TestCase):
    """Tables."""

    def test_a_row_has_what_was_measured_and_predicted(self):
        row = measured_table(RESULT).splitlines()[-1]
        self.assertEqual(row, "| two ranks | 1,234 | 91 % | 2.000 | 240.0 | 1.800 | -10 % |")

    def test_bytes_that_no_log_tells_are_left_out(self):
        unknown = RESULT | {"measured": [RESULT["measured"][0] | {"sentBytes": None}]}
        self.assertIn("| – |", measured_table(unknown))

    def test_speeds_are_the_models(self):
        row = speed_table(RESULT, ["base"], 16, 4096).splitlines()[3]
        expected = speed_up(Model(**MODEL), ethernet(10), Update(4096, 8, 16))
        self.assertTrue(row.startswith("| `base`, 10 Gbit/s |"), row)
        self.assertEqual(row.split(" | ")[3], f"{expected:.1f}")


class Page(unittest.TestCase):
    """The page and its figure."""

    def test_marked_parts_are_replaced_as_often_as_one_likes(self):
        page = "".join(
            f"A\n<!-- {name}: made by Benchmarks/scaling --draw -->\nold\n<!-- end of {name} -->\nZ\n" for name in blocks(RESULT))
        once = filled(page, blocks(RESULT))
        self.assertNotIn("old", once)
        self.assertEqual(once.count("A\n"), 4)
        self.assertEqual(filled(once, blocks(RESULT)), once)

    def test_a_page_without_marks_is_refused(self):
        with self.assertRaises(SystemExit):
            filled("nothing", blocks(RESULT))

    def test_the_figure_is_xml_and_says_in_words_what_it_shows(self):
        root = ElementTree.fromstring(figure(RESULT, ["small", "base"], ((2, 4096), (16, 4096))))
        space = "{http://www.w3.org/2000/svg}"
        self.assertEqual(root.get("role"), "img")
        self.assertTrue(root.find(f"{space}title").text)
        self.assertIn("base, 16 cores a machine", root.find(f"{space}desc").text)
        lines = [path for path in root.iter(f"{space}path") if path.get("class").startswith("c")]
        # Four panels of three rates with and without overlap, and the legend's.
        self.assertEqual(len(lines), 4 * 6 + 4)


if __name__ == "__main__":
    unittest.main()
