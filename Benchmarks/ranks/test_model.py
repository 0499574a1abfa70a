"""The model of cost counts what the program does, and behaves as costs do."""

import unittest
from dataclasses import replace

from model import (
    Link, Model, Update, cost, fit, needed_tokens, sent_bytes, speed_up, sum_along_ranks, useful_ranks, weights)

MODEL = Model(parameters=60_000_000, operations_per_token=4e8, operation_rate=1.5e11, memory_rate=1e10)
# A wire on which nothing but bytes costs, and a model in which nothing but the wire does.
WIRE = Link(1e9, 0)
QUICK = replace(MODEL, operation_rate=1e30, memory_rate=1e30)


def ring(share, ranks, link):
    """An all-gather, message by message: a rank sends a piece when its link is free and the piece has come."""
    pieces = [min(1 << 20, share - start) for start in range(0, int(share), 1 << 20)]
    arrived, free = [0.0] * len(pieces), 0.0
    for _ in range(ranks - 1):
        for index, piece in enumerate(pieces):
            free = max(free, arrived[index]) + piece / link.bytes_per_second
            arrived[index] = free + link.latency
    return max(arrived)


def pipeline(count, length, ranks, seconds):
    """Pieces that visit all ranks in turn, each busy with one at a time, and are done when the last has had all."""
    done = [0.0] * ranks
    for start in range(0, count, length):
        came = 0.0
        for rank in range(ranks):
            came = done[rank] = max(came, done[rank]) + min(length, count - start) * seconds
    return done[-1]


class Bytes(unittest.TestCase):
    """As Documentation/ManyMachines.md has them, and the log."""

    def test_one_process_sends_nothing(self):
        self.assertEqual(sent_bytes(MODEL, Update(4096, 1, 8)), 0)

    def test_two_ranks_of_one_worker_send_half_of_gradients_and_half_of_weights(self):
        self.assertEqual(sent_bytes(MODEL, Update(4096, 2, 1)), 4 * 60e6)

    def test_partial_sums_of_several_workers_are_whole_but_for_the_last_rank(self):
        update = Update(4096, 4, 2)
        self.assertEqual([sent_bytes(MODEL, update, rank) for rank in range(4)], [4 * 60e6 * 1.75] * 3 + [4 * 60e6 * 1.5])

    def test_bfloat16_halves_them(self):
        update = Update(4096, 4, 1)
        self.assertEqual(sent_bytes(MODEL, replace(update, wire="bfloat16")), sent_bytes(MODEL, update) / 2)


class Wire(unittest.TestCase):
    """Time on a wire that alone costs."""

    def test_two_ranks_wait_for_half_of_all_twice(self):
        found = cost(QUICK, WIRE, Update(1, 2, 1))
        self.assertAlmostEqual(found.sum, 0.12)
        self.assertAlmostEqual(found.weights, 0.12)

    def test_a_pipeline_takes_as_long_as_all_bytes_and_a_piece_for_every_further_rank(self):
        piece = 4 * (1 << 17) / 1e9
        self.assertAlmostEqual(sum(sum_along_ranks(QUICK, WIRE, Update(1, 8, 2))), 0.24 + 7 * piece)

    def test_short_shares_wait_for_every_step_of_the_ring(self):
        slow = Link(1e9, 0.01)
        small = replace(QUICK, parameters=64_000)
        self.assertAlmostEqual(weights(small, slow, Update(1, 64, 1)), 63 * (0.01 + 4000 / 1e9))

    def test_the_ring_takes_as_long_as_its_messages_one_by_one(self):
        for ranks, count in ((2, 60e6), (3, 5e6), (8, 60e6), (64, 60e6), (64, 1e5)):
            link = Link(1e9, 1e-3)
            found = weights(replace(QUICK, parameters=count), link, Update(1, ranks, 1))
            self.assertAlmostEqual(found, ring(4 * count / ranks, ranks, link), delta=2e-3)

    def test_the_pipeline_takes_as_long_as_its_messages_one_by_one(self):
        model = replace(QUICK, parameters=1 << 24, memory_rate=1e10)
        for ranks in (2, 4, 16):
            found = sum(sum_along_ranks(model, WIRE, Update(1, ranks, 2)))
            expected = pipeline(1 << 24, min((1 << 20) // ranks, 1 << 18), ranks, 4 / 1e9 + 16 / 2e10)
            self.assertAlmostEqual(found, expected)

    def test_short_messages_cost_latency_alone(self):
        self.assertAlmostEqual(cost(QUICK, Link(1e9, 1e-3), Update(1, 8, 1)).words, (3 + 5 * 3) * 1e-3)


class Whole(unittest.TestCase):
    """Updates."""

    def test_without_a_cost_of_exchange_machines_share_the_arithmetic(self):
        free = replace(MODEL, memory_rate=1e30)
        self.assertAlmostEqual(speed_up(free, Link(1e30, 0), Update(4096, 16, 4)), 16)

    def test_more_latency_and_less_bandwidth_cost_time(self):
        update = Update(4096, 8, 2)
        seconds = [cost(MODEL, link, update).seconds for link in (WIRE, Link(1e9, 1e-4), Link(1e8, 1e-4))]
        self.assertEqual(seconds, sorted(seconds))
        self.assertEqual(len(set(seconds)), 3)

    def test_larger_updates_and_shorter_numbers_make_more_machines_useful(self):
        link = Link(1.2e8, 5e-5)
        plain, large = Update(4096, workers=2), Update(32768, workers=2)
        self.assertLess(useful_ranks(MODEL, link, plain), useful_ranks(MODEL, link, large))
        one = Update(4096, 2, 1)
        self.assertLess(speed_up(MODEL, link, one), speed_up(MODEL, link, replace(one, wire="bfloat16")))

    def test_overlap_hides_no_more_than_bytes_of_the_sum_and_the_backward_pass(self):
        update = Update(4096, 4, 1, overlap=1)
        slow, fast = (cost(MODEL, Link(rate, 0), update) for rate in (1e6, 1e12))
        self.assertAlmostEqual(slow.hidden, slow.arithmetic * 2 / 3)
        self.assertAlmostEqual(fast.hidden, 4 * 60e6 / 4 * 3 / 1e12)
        self.assertLess(fast.hidden, fast.sum)

    def test_ranks_of_many_workers_hide_nothing(self):
        self.assertGreater(cost(MODEL, WIRE, Update(4096, 2, 8)).hidden, 0)
        self.assertEqual(cost(MODEL, WIRE, Update(4096, 2, 9)).hidden, 0)

    def test_the_needed_update_is_the_smallest_that_is_enough(self):
        update = Update(0, 8, 2)
        tokens = needed_tokens(MODEL, WIRE, update)
        self.assertGreaterEqual(speed_up(MODEL, WIRE, replace(update, tokens=tokens)), 6.4)
        self.assertLess(speed_up(MODEL, WIRE, replace(update, tokens=tokens - 1)), 6.4)


class Calibration(unittest.TestCase):
    """What is measured comes out again."""

    def test_a_fit_finds_the_model_that_made_the_figures(self):
        measured = [(tokens, cost(MODEL, None, Update(tokens, 1, 2)).seconds) for tokens in (500, 1000, 4000)]
        found = fit(MODEL.parameters, MODEL.operations_per_token, 2, measured)
        self.assertAlmostEqual(found.operation_rate / MODEL.operation_rate, 1)
        self.assertAlmostEqual(found.memory_rate / MODEL.memory_rate, 1)

    def test_figures_that_make_no_sense_are_refused(self):
        with self.assertRaises(ValueError):
            fit(MODEL.parameters, MODEL.operations_per_token, 2, [(1000, 1.0), (4000, 0.5)])


if __name__ == "__main__":
    unittest.main()
