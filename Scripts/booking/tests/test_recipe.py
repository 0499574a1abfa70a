"""A hash is all that a result depends on."""

import unittest

from booking.errors import BookError
from booking.findings import kept, laid_out, parsed, rounded
from booking.recipe import Recipe

from .samples import RECIPE, Sample


class RecipeTests(unittest.TestCase):
    """Hashes, orders, values, and what is kept."""

    def recipe(self, text: str = RECIPE, quick: bool = False) -> Recipe:
        """A recipe of its text."""
        sample = Sample(text)
        self.addCleanup(sample.folder.cleanup)
        return sample.recipe(quick)

    def hashes(self, text: str, quick: bool = False) -> dict[str, str]:
        """The hashes of a recipe."""
        return self.recipe(text, quick).hashes

    def test_values_are_filled_in(self) -> None:
        """And what is no value stays as it is."""
        run = self.recipe()["study"]
        self.assertEqual(run.commands, ["calque compare --seeds 3 --output {work}/study"])
        self.assertIn("{print}", self.recipe()["corpus"].commands[1])

    def test_hashes_follow_what_results_depend_on(self) -> None:
        """Commands, values and what is needed; not how long it takes."""
        before = self.hashes(RECIPE)
        self.assertEqual(self.hashes(RECIPE.replace("minutes = 50", "minutes = 60")), before)
        self.assertNotEqual(self.hashes(RECIPE, quick=True)["study"], before["study"])
        self.assertEqual(self.hashes(RECIPE, quick=True)["corpus"], before["corpus"])
        changed = self.hashes(RECIPE.replace("--export", "--from es --export"))
        self.assertNotEqual(changed["corpus"], before["corpus"])
        self.assertNotEqual(changed["study"], before["study"])

    def test_mistakes_are_told(self) -> None:
        """Circles, names that are not there, odd keys."""
        for old, new, message in [
            ('result = "stdout"', 'result = "stdout"\nneeds = ["study"]', "needs itself"),
            ('needs = ["corpus"]', 'needs = ["corpse"]', "no run corpse; it has: corpus, study"),
            ('needs = ["corpus"]', 'needs = "corpus"', "needs is a list of texts"),
            ('result = "stdout"', 'result = "stdout"\nfigures = { bleu = "x" }', "of one name"),
            ("minutes = 50", "hours = 1", "run study: hours; a run has name"),
            ('result = "stdout"', "", "either a result or results"),
            ('"study"\nneeds', '"corpus"\nneeds', "two runs corpus"),
        ]:
            with self.subTest(message=message), self.assertRaisesRegex(BookError, message):
                self.recipe(RECIPE.replace(old, new))

    def test_what_is_kept(self) -> None:
        """Dotted paths, also through lists."""
        value = {"a": [{"b": 1, "c": {"d": 2, "e": 3}}, {"b": 4, "c": {"d": 5, "e": 6}}], "f": 7}
        self.assertEqual(kept(value, ["f"]), {"f": 7})
        self.assertEqual(kept(value, ["a.c.d"]), {"a": [{"c": {"d": 2}}, {"c": {"d": 5}}]})
        self.assertEqual(kept(value, ["a.c.d", "a.c"])["a"][0], {"c": {"d": 2, "e": 3}})
        with self.assertRaisesRegex(BookError, "no g to be kept in: a, f"):
            kept(value, ["g"])

    def test_json(self) -> None:
        """Several lines are a list; numbers are short; what is written is read again."""
        self.assertEqual(parsed('{"a": 1}\n{"a": 2}\n', "x"), [{"a": 1}, {"a": 2}])
        self.assertEqual(rounded([0.123456789, 1, float("nan"), True]), [0.1234568, 1, None, True])
        value = {"a": [1, 2], "b": [{"c": "é"}, []], "d": {}, "e": [[1], [2]]}
        self.assertEqual(parsed(laid_out(value), "x"), value)
        self.assertIn('"a": [1, 2],', laid_out(value))
        with self.assertRaisesRegex(BookError, "run x is no JSON"):
            parsed("no", "run x")
