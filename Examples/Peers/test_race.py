"""Tests of race.py that need neither PyTorch nor a built tool: python3 -m unittest test_race.py"""

import json
import pathlib
import tempfile
import unittest

import race


class RaceTests(unittest.TestCase):
    def test_summary_is_of_rounds_not_of_medians(self):
        rounds = [({"x": 1.0}, {"x": 4.0}), ({"x": 2.0}, {"x": 2.0}), ({"x": 4.0}, {"x": 8.0})]
        self.assertEqual(race.summary(rounds), [
            {"name": "x", "ours": 2.0, "peer": 4.0, "ratio": 2.0, "low": 1.0, "high": 4.0}])

    def test_summary_refuses_what_one_side_did_not_time(self):
        with self.assertRaises(SystemExit):
            race.summary([({"x": 1.0}, {"y": 1.0})])

    def test_medians_come_from_the_line_of_json_among_others(self):
        entry = {
            "benchmark": "package.benchmark.SeqRecBenchmarks.products_1x2x3_a_bT_threads_1",
            "secondaryMetrics": {"Time (wall clock)": {"scorePercentiles": {"50.0": 37.5}}}}
        output = "Building for production...\n" + json.dumps([entry]) + "\n\n"
        self.assertEqual(race.medians(output), {"products 1x2x3 a bT threads 1": 37.5e-6})

    def test_operations_are_those_of_the_shape_in_the_name(self):
        self.assertEqual(race.operations("products 6400x64x256 a bT threads 1"), 209_715_200)

    def test_the_first_epoch_does_not_count(self):
        self.assertEqual(race.median_epoch({"epochSeconds": [9, 1, 2, 3]}), 2)

    def test_nobody_meets_an_item_twice_in_the_made_up_log(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "log.csv")
            race.write_log(path, 300, 20, 30)
            rows = [line.split(",") for line in path.read_text().splitlines()]
        self.assertEqual(len(rows), 300)
        self.assertEqual(len({(user, item) for user, item, _ in rows}), 300)
        self.assertEqual([int(time) for *_, time in rows], list(range(300)))
        self.assertTrue(all(int(item[1:]) < 30 and int(user[1:]) < 20 for user, item, _ in rows))


if __name__ == "__main__":
    unittest.main()
