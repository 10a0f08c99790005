"""Races seqrec against the PyTorch programs beside this file: both in turn, in one run, on the same number of threads.

    race.py autoseqrec --threads 1,2 --rounds 5 --data ml-100k.csv --python venv/bin/python

prints, for each thing that is timed, the median of both sides, the median of the ratios of the rounds and their range.
A ratio above 1 says that seqrec is faster."""

import argparse
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
EXAMPLES = FOLDER.parent


def run(command, **environment):
    """What a command prints; where it fails, so does the race."""
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True,
        env={**os.environ, **environment}, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")
    return result.stdout


def peer(arguments, program, threads, *options):
    """The line of a program of this folder."""
    data = [] if program == "products" else ["--data", arguments.data]
    command = [arguments.python, FOLDER / f"{program}.py", "--threads", threads, *data, *options]
    return json.loads(run(command).splitlines()[-1])


def benchmarks(arguments, pattern):
    """Median seconds of the benchmarks whose names match, by name."""
    output = run(
        ["swift", "package", "--package-path", EXAMPLES, "benchmark", "--filter", pattern,
         "--format", "jmh", "--path", "stdout", "--no-progress"],
        SEQREC_BENCHMARK_DATA=arguments.data or "")
    return medians(output)


def medians(output):
    """Median seconds by name out of what the benchmarks print in the format jmh, which has microseconds."""
    line = next(line for line in output.splitlines() if line.startswith("[{"))
    result = {}
    for entry in json.loads(line):
        name = entry["benchmark"].split(".", 3)[3].replace("_", " ")
        clock = entry["secondaryMetrics"]["Time (wall clock)"]
        result[name] = clock["scorePercentiles"]["50.0"] / 1e6
    return result


def operations(name):
    """Those of the product that a name with m x k x n says: one multiplication and one addition for each triple."""
    m, k, n = map(int, re.search(r"(\d+)x(\d+)x(\d+)", name).groups())
    return 2 * m * k * n


def training(arguments, model, threads, epochs, settings):
    """The record of a training and measurement by seqrec."""
    with tempfile.TemporaryDirectory() as folder:
        record = pathlib.Path(folder, "record.jsonl")
        sets = [part for setting in settings for part in ("--set", setting)]
        run([arguments.seqrec, "evaluate", "--model", model, "--data", arguments.data,
             "--seed", 1, "--threads", threads, "--json", record, "--set", f"epochs={epochs}",
             *sets, *(["--protocol", "leave-one-out"] if model == "sasrec" else [])])
        return json.loads(record.read_text())


def epoch(arguments, model, threads, *settings):
    """Seconds of an epoch: what a longer training takes more than a shorter one, so that all that both do once
    cancels out."""
    few, many = 1, 1 + arguments.epochs
    short, long = (
        training(arguments, model, threads, epochs, settings) for epochs in (few, many))
    return (long["seconds"]["train"] - short["seconds"]["train"]) / (many - few), long


def median_epoch(line):
    """The median without the first epoch, in which memory is taken."""
    return statistics.median(line["epochSeconds"][1:])


class Race:
    """For each topic, two functions of the threads: seconds by name, ours and the peer's."""

    def __init__(self, arguments):
        self.arguments = arguments

    def products(self, threads):
        def ours():
            found = benchmarks(self.arguments, f"products .* threads {threads}")
            return {re.sub(r"^products | threads \d+$", "", name): s for name, s in found.items()}

        return ours, lambda: peer(self.arguments, "products", threads)["seconds"]

    def reading(self, threads):
        def ours():
            return {"read": next(iter(benchmarks(self.arguments, f"reading .* threads {threads}").values()))}

        return ours, lambda: {"read": peer(self.arguments, "reading", threads)["seconds"]}

    def autoseqrec(self, threads):
        """The peer's encoder is the faster of a product with dense rows and a sum of rows."""
        def ours():
            seconds, record = epoch(self.arguments, "autoseqrec", threads)
            return {
                "epoch": seconds,
                "replay": record["seconds"]["validation"] + record["seconds"]["test"]}

        def theirs():
            lines = [
                peer(self.arguments, "autoseqrec", threads, "--encoder", encoder, "--epochs",
                     1 + self.arguments.epochs) for encoder in ("bag", "dense")]
            return {
                "epoch": min(map(median_epoch, lines)),
                "replay": min(line["replaySeconds"] for line in lines)}

        return ours, theirs

    def sasrec(self, threads):
        length, norms = self.arguments.max_length, self.arguments.norms

        def ours():
            seconds, _ = epoch(
                self.arguments, "sasrec", threads, "dropout=0.2", f"maxLength={length}",
                f"norms={norms}", "validateEvery=1000000")
            return {"epoch": seconds}

        def theirs():
            line = peer(
                self.arguments, "sasrec", threads, "--max-length", length, "--norms", norms,
                "--epochs", 1 + self.arguments.epochs)
            return {"epoch": median_epoch(line)}

        return ours, theirs

    def gru4rec(self, threads):
        """Both with the reset gate after the product, as torch.nn.GRU has it."""
        def ours():
            seconds, _ = epoch(
                self.arguments, "gru4rec", threads, "reset=afterProduct", "validateEvery=1000000")
            return {"epoch": seconds}

        def theirs():
            line = peer(self.arguments, "gru4rec", threads, "--epochs", 1 + self.arguments.epochs)
            return {"epoch": median_epoch(line)}

        return ours, theirs


TOPICS = ["products", "autoseqrec", "sasrec", "gru4rec", "reading"]


def summary(rounds):
    """Of rounds of (ours, theirs), each seconds by name: medians, the median ratio and the range of the ratios."""
    rows = []
    for name in sorted(rounds[0][0]):
        if name not in rounds[0][1]:
            sys.exit(f"the peer did not time {name}")
        pairs = [(ours[name], theirs[name]) for ours, theirs in rounds]
        ratios = [theirs / ours for ours, theirs in pairs]
        rows.append({
            "name": name, "ours": statistics.median(ours for ours, _ in pairs),
            "peer": statistics.median(theirs for _, theirs in pairs),
            "ratio": statistics.median(ratios), "low": min(ratios), "high": max(ratios)})
    return rows


def race(arguments):
    for threads in arguments.threads:
        ours, theirs = getattr(Race(arguments), arguments.topic)(threads)
        rounds = []
        for number in range(arguments.rounds):
            # Who begins changes, so that neither always has the warmer machine.
            if number % 2 == 0:
                mine, other = ours(), theirs()
            else:
                other, mine = theirs(), ours()
            rounds.append((mine, other))
            print(f"threads {threads}, round {number + 1} of {arguments.rounds}", file=sys.stderr)
        rows = summary(rounds)
        if arguments.json:
            print(json.dumps({
                "topic": arguments.topic, "threads": threads, "rounds": arguments.rounds,
                "data": pathlib.Path(arguments.data).name if arguments.data else None,
                "rows": rows}))
            continue
        unit = "GFLOP/s" if arguments.topic == "products" else "s"
        print(f"{arguments.topic}, threads {threads}, rounds {arguments.rounds}")
        print(f"{'':24}{'seqrec ' + unit:>16}{'peer ' + unit:>16}{'ratio':>8}  range")
        for row in rows:
            ours, theirs = row["ours"], row["peer"]
            if unit == "GFLOP/s":
                ours, theirs = (operations(row["name"]) / s / 1e9 for s in (ours, theirs))
            print(
                f"{row['name']:24}{ours:16.4f}{theirs:16.4f}{row['ratio']:8.2f}"
                f"  {row['low']:.2f}-{row['high']:.2f}")


def write_log(path, events, users, items):
    """A made-up log: items of low numbers are the likelier ones, and nobody meets one twice."""
    generator, met = random.Random(1), set()
    with open(path, "w", encoding="utf-8") as file:
        for time in range(events):
            while True:
                pair = generator.randrange(users), int(items * generator.random() ** 2)
                if pair not in met:
                    break
            met.add(pair)
            file.write(f"u{pair[0]:07},i{pair[1]:07},{time:010}\n")


def numbers(text):
    return [int(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topic", choices=TOPICS)
    parser.add_argument("--threads", type=numbers, default=[1], help="1,2 for one after the other")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", help="CSV of user,item,timestamp; a made-up log without it")
    parser.add_argument("--epochs", type=int, default=10, help="how many epochs are timed")
    parser.add_argument("--max-length", type=int, default=50, help="of sasrec")
    parser.add_argument("--norms", choices=["original", "preNorm"], default="original",
                        help="of sasrec")
    parser.add_argument("--seqrec", default=EXAMPLES / ".build/release/seqrec")
    parser.add_argument("--python", default=sys.executable, help="with the packages of the peers")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.data:
        arguments.data = str(pathlib.Path(arguments.data).resolve())
    with tempfile.TemporaryDirectory() as folder:
        if arguments.data is None and arguments.topic != "products":
            arguments.data = str(pathlib.Path(folder, "made-up.csv"))
            if arguments.topic == "reading":
                write_log(arguments.data, 1_000_000, 6040, 3416)
            else:
                write_log(arguments.data, 60_000, 1000, 1000)
        race(arguments)


if __name__ == "__main__":
    main()
