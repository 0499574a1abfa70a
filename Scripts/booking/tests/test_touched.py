"""Tests of the pages whose data the book keeps."""

import unittest

from booking.errors import BookError
from booking.touched import Touched

HOSTILE = "</script><script>alert(1)</script>&\u2028"


class TouchedTests(unittest.TestCase):
    """Pages taken apart and put together."""

    def test_a_page_has_what_was_kept_of_it(self) -> None:
        kept = Touched("a < b", {"words": [HOSTILE], "weight": 0.25})
        self.assertEqual(Touched.of_page(kept.page), kept)

    def test_data_is_no_markup(self) -> None:
        page = Touched("t", {"words": [HOSTILE]}).page
        self.assertEqual(page.count("</script"), 2)

    def test_the_script_is_that_of_the_sources_in_their_order(self) -> None:
        page = Touched("t", {}).page
        self.assertLess(page.index("function element("), page.index("function button("))
        self.assertIn("--ground:", page)

    def test_other_pages_are_none(self) -> None:
        with self.assertRaises(BookError):
            Touched.of_page("<title>t</title>")


if __name__ == "__main__":
    unittest.main()
