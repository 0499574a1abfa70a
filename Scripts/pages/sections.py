"""The sections of a page below the pictures of attention: what they say follows from their data."""

import math
import re

from attention import legible, numbers, rows

HUNDREDTH = 0.0051
"""What the page writes with two digits behind the point."""
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER = r"−?[0-9.]+(?:×10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"


def number(text):
    """A number as the page writes it; what is below a number counts as that number."""
    mantissa, _, power = text.strip().removeprefix("< ").replace("−", "-").partition("×10")
    return float(mantissa) * 10 ** int(power.translate(SUPERSCRIPTS) or 0)


def is_close(found, expected):
    """Whether a number of about three digits is the expected one."""
    return abs(found - expected) <= max(HUNDREDTH, 0.0051 * abs(expected))


class Sections:
    """Uses the sections of a page that is open."""

    def __init__(self, browser, attention):
        self.browser = browser
        self.attention = attention
        self.data = attention.sections

    @property
    def checks(self):
        """The checks of the sections that there are, by their names."""
        all_checks = {
            "steps": self.steps_count,
            "beam": self.tree_speaks,
            "layers": self.layers_speak,
            "contrast": self.contrast_is_its_data,
            "dictionary": self.dictionary_counts,
        }
        return [(name, check) for name, check in all_checks.items() if name in self.data]

    def said(self, section):
        """What the live region of a section says."""
        return self.browser.text(f".{section} .readout")

    def focus(self, selector):
        """Gives an element the focus."""
        self.browser.run("arguments[0].focus()", self.browser.find(selector))

    def numbers_of(self, selector):
        """The numbers of all elements of a selector."""
        return [number(element.text) for element in self.browser.find_all(selector)]

    # Step by step

    def steps_count(self):
        """Scores and weights are those of the queries and keys, whatever the token."""
        for _ in range(2):
            self.focus(".tokens [tabindex='0']")
            self.browser.press("Home", "Right")
            queries = self.attention.texts(self.site)[0]["pieces"]
            self.expect_steps(min(1, len(queries) - 1))
            self.browser.press("End")
            self.expect_steps(len(queries) - 1)
            # The next attention, where there is one.
            self.browser.press("Home")
            others = self.browser.find_all(".steps .place input:not(:checked)")
            if others:
                self.browser.run("arguments[0].click()", others[0])
        self.steps_speak()

    @property
    def site(self):
        """The attention that is shown."""
        chosen = self.browser.find_all(".steps .place input:checked")
        return chosen[0].get_attribute("value") if chosen else self.attention.sites[0]

    def head(self):
        """Queries, keys, values and weights of the head that is shown, and its layer's data."""
        layer, head = (
            int(select.get_attribute("value") or 0)
            for select in self.browser.find_all(".steps .place select")
        )
        found = [
            part
            for part in self.data["steps"]["layers"]
            if part["site"] == self.site and part["layer"] == layer
        ][0]
        heads = self.attention.heads(self.site)
        parts = []
        for name in ("queries", "keys", "values"):
            matrix = rows(numbers(found[name]), found["width"])
            count = len(matrix) // heads
            parts.append(matrix[head * count : (head + 1) * count])
        return *parts, self.attention.at(self.site)[layer]["heads"][head], found

    def expect_steps(self, token):
        """Asserts that the table has the steps of a token."""
        queries, keys, _, recorded, layer = self.head()
        scores = [sum(map(float.__mul__, queries[token], key)) for key in keys]
        scale = math.sqrt(layer["width"]) if layer["isScaled"] else 1
        seen = [not layer["isCausal"] or key <= token for key in range(len(keys))]
        largest = max(score for score, is_seen in zip(scores, seen) if is_seen)
        shares = [
            math.exp((score - largest) / scale) if is_seen else 0
            for score, is_seen in zip(scores, seen)
        ]
        column = lambda place: self.browser.find_all(f".numbers td[data-column='{place}']")
        for cell, score in zip(column(1), scores, strict=True):
            assert is_close(number(cell.text), score), f"score {cell.text}, not {score}"
        for cell, score in zip(column(2), scores, strict=True):
            assert is_close(number(cell.text), score / scale), f"{cell.text}, not {score / scale}"
        for cell, share, is_seen, weight in zip(
            column(3), shares, seen, recorded[token], strict=True
        ):
            if not is_seen:
                assert cell.text == "masked", f"{cell.text!r} is to come"
                continue
            expected = share / sum(shares)
            assert is_close(number(cell.text), expected), f"weight {cell.text}, not {expected}"
            assert abs(expected - weight) < 0.02, f"counted {expected}, recorded {weight}"

    def steps_speak(self):
        """Arrow keys and pointer say what is there, and one number of the vectors."""
        self.focus(".numbers td[tabindex='0']")
        self.browser.press("Up", "Home")
        self.browser.press("Right")
        assert "q · k = " in self.said("steps"), self.said("steps")
        self.browser.point(self.browser.find(".numbers td[data-row='0'] .strip"))
        assert "key of length" in self.said("steps"), self.said("steps")
        sentence = self.browser.text(".one-number p")
        found = re.match(rf"Number (\d+) of \d+: q ({NUMBER}) · k ({NUMBER}) =", sentence)
        assert found, f"says {sentence!r}"
        queries, keys, *_ = self.head()
        token = int(
            self.browser.find(".tokens [aria-selected='true']").get_attribute("data-token")
        )
        place = int(found.group(1)) - 1
        for text, vector in ((found.group(2), queries[token]), (found.group(3), keys[0])):
            assert is_close(number(text), vector[place]), f"{sentence!r}, not {vector[place]}"
        self.focus(".one-number input")
        before = self.browser.text(".one-number p")
        self.browser.press("Home", "Right")
        assert self.browser.text(".one-number p") != before or len(keys[0]) == 1, "no other number"

    # The search

    def tree_speaks(self):
        """Pointer and arrow keys say of every hypothesis what the search knew."""
        nodes = self.data["beam"]["nodes"]
        items = self.browser.find_all(".tree [role=treeitem]")
        assert len(items) == len(nodes), f"{len(items)} hypotheses of {len(nodes)}"
        self.focus(".tree [tabindex='0']")
        self.browser.press("Home")
        root = legible(nodes[0]["piece"])
        assert self.said("beam").endswith(root), self.said("beam")
        self.browser.press("Right")
        first = [place for place, node in enumerate(nodes) if node.get("parent") == 0][0]
        self.expect_hypothesis(first)
        self.browser.press("Left")
        assert self.said("beam").endswith(root), "no way back"
        place = len(nodes) // 2
        self.browser.point(self.browser.find(f".tree [data-place='{place}'] text"))
        self.expect_hypothesis(place)
        found = self.browser.find_all(".found tbody tr")
        assert len(found) == len(self.data["beam"]["translations"]), f"{len(found)} translations"

    def expect_hypothesis(self, place):
        """Asserts that the live region says what is known of a hypothesis."""
        node, said = self.data["beam"]["nodes"][place], self.said("beam")
        found = re.search(rf"log P ({NUMBER}), probability .*, sum ({NUMBER}), step", said)
        assert found, f"says {said!r}"
        log_probability = node["logProbability"]
        assert is_close(number(found.group(1)), log_probability), f"{said!r}, not {log_probability}"
        assert is_close(number(found.group(2)), node["sum"]), f"{said!r}, not {node['sum']}"
        assert legible(node["piece"]) in said, f"{said!r} has no {node['piece']!r}"

    # Layers

    def layers_speak(self):
        """Pointer and arrow keys say what a layer would say, with its five best."""
        predictions = self.data["layers"]["predictions"]
        last, end = len(predictions) - 1, len(predictions[0]) - 1
        self.browser.point(self.browser.find(f".said td[data-row='{last}'][data-column='0']"))
        self.expect_prediction(last, 0)
        self.focus(".said td[tabindex='0']")
        self.browser.press("Up", "End")
        self.expect_prediction(max(0, last - 1), end)
        sublayers = self.data["layers"]["sublayers"]
        shown = self.numbers_of(".sublayers td:nth-last-child(3)")
        added = [sublayer["addedNorm"] for sublayer in sublayers]
        assert len(shown) == len(added), f"{len(shown)} sublayers of {len(added)}"
        assert all(map(is_close, shown, added)), f"norms {shown} instead of {added}"

    def expect_prediction(self, layer, token):
        """Asserts that a prediction is said, and its best tokens listed."""
        best = self.data["layers"]["predictions"][layer][token]["best"]
        said = self.said("layers")
        name = f"layer {layer - 1}" if layer else "input"
        start = f"{name}, token {token}: {legible(best[0]['piece'])} "
        assert said.startswith(start), f"says {said!r} instead of {start!r}"
        listed = self.numbers_of(".best td")
        expected = [candidate["probability"] for candidate in best]
        assert len(listed) == len(expected), f"{len(listed)} best tokens"
        assert all(map(is_close, listed, expected)), f"{listed} instead of {expected}"

    # Two translations

    def contrast_is_its_data(self):
        """Every source word's numbers, and which translation is the better one."""
        data = self.data["contrast"]
        for place, name in ((2, "gradientTimesInput"), (3, "occlusion")):
            shown = self.numbers_of(f".measures td:nth-child({place})")
            assert len(shown) == len(data[name]), f"{len(shown)} words"
            assert all(map(is_close, shown, data[name])), f"{shown} instead of {data[name]}"
        better = "second" if data["difference"] < 0 else "first"
        verdict = self.browser.text(".verdict")
        assert better in verdict or data["difference"] == 0, verdict
        marked = len(self.browser.find_all(".translations li[class^='is-']"))
        differing = sum(len(data[name]["differingWords"]) for name in ("first", "second"))
        assert marked == differing, f"{marked} words are marked of {differing}"

    # The dictionary

    def dictionary_counts(self):
        """The worked example: a query that equals the second key, then another one."""
        weights = lambda: self.numbers_of(".entries .weight .number")
        assert weights() == [0.050, 0.900, 0.050], f"the weights are {weights()}"
        buttons = self.browser.find_all(".dictionary .buttons button")
        self.browser.click(buttons[0])
        assert weights()[0] == max(weights()), "a query that is the first key finds another"
        scaled = weights()
        self.browser.click(self.browser.find(".dictionary .toggle input"))
        assert weights()[0] > scaled[0], "without √d_k the weights are no sharper"
        field = self.browser.find(".dictionary .vector input")
        self.browser.run(
            "arguments[0].value = -3; arguments[0].dispatchEvent(new Event('input'))", field
        )
        assert weights()[0] != max(weights()), "another query finds the same"
        assert abs(sum(weights()) - 1) < 0.002, f"the weights add up to {sum(weights())}"
        answer = self.browser.find(".answer [role=status]")
        assert "The answer" in answer.text, "the answer is not said"
