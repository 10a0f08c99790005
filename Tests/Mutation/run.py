#!/usr/bin/env python3
"""Puts one fault after another into the library and prints a table: where, what, and the first test that fails.

    Tests/Mutation/run.py              # all of faults.py
    Tests/Mutation/run.py 3 17         # some, by their numbers

All faults are built at once, into a copy of the tree below .build, each behind a condition that an environment
variable makes true: `x < y` becomes `(seeded_fault == 3 ? (x <= y) : (x < y))`. So there is one build instead of one
a fault, and the same program without a fault has to pass first.
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import threading

from faults import FAULTS

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build" / "mutation"
C_SWITCH = "extern int seeded_fault;"
C_SOURCE = """#include <stdlib.h>
int seeded_fault;
__attribute__((constructor)) static void read_seeded_fault(void) {
  const char *text = getenv("SEEDED_FAULT");
  if (text) seeded_fault = atoi(text);
}
"""
ENDED = "none: the process ends before"
SWIFT_SOURCE = """import Foundation
@usableFromInline let seeded_fault =
  ProcessInfo.processInfo.environment["SEEDED_FAULT"].flatMap { Int($0) } ?? 0
"""


def once(text, part, where):
    if text.count(part) != 1:
        sys.exit(f"{where}: {text.count(part)} times instead of once: {part}")
    return text.index(part)


def with_faults(name, text):
    """The text of a file with its faults, each behind its condition."""
    changes = []
    for number, fault in enumerate(FAULTS, 1):
        if fault.file == name:
            where = f"fault {number} in {name}"
            start = once(text, fault.at, where) + once(fault.at, fault.text, where)
            changes.append((start, fault, number))
    for start, fault, number in sorted(changes, reverse=True):
        choice = f"(seeded_fault == {number} ? ({fault.fault}) : ({fault.text}))"
        text = text[:start] + choice + text[start + len(fault.text):]
    return text


def make_copy():
    names = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "--", ":!Examples"],
        check=True, capture_output=True, text=True).stdout.splitlines()
    contents = {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()}
    for name in {fault.file for fault in FAULTS}:
        contents[name] = with_faults(name, contents[name].decode()).encode()
        module = name.split("/")[1]
        if module != "CKernels":
            contents[f"Sources/{module}/SeededFault.swift"] = SWIFT_SOURCE.encode()
    header = "Sources/CKernels/include/CKernels.h"
    contents[header] = contents[header].replace(b"#include", C_SWITCH.encode() + b"\n#include", 1)
    contents["Sources/CKernels/seeded_fault.c"] = C_SOURCE.encode()
    for path in [*COPY.glob("Sources/**/*.*"), *COPY.glob("Tests/**/*.*")]:
        if path.is_file() and str(path.relative_to(COPY)) not in contents:
            path.unlink()
    for name, content in contents.items():
        path = COPY / name
        # What stays as it is keeps its date, and is not built again.
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod((ROOT / name).stat().st_mode if (ROOT / name).exists() else 0o644)


def swift(*arguments, fault=0):
    return subprocess.Popen(
        ["nice", "-n", "5", "swift", *arguments], cwd=COPY, text=True, start_new_session=True,
        env=os.environ | {"SEEDED_FAULT": str(fault)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def failing(tests, fault=0):
    """The first of the tests that fails, `ENDED`, or None."""
    run = swift("test", "-c", "release", "--skip-build", "--disable-xctest", "--filter", tests, fault=fault)
    # What does not end has not been caught.
    limit = threading.Timer(400, os.killpg, [run.pid, signal.SIGKILL])
    limit.start()
    has_run = False
    for line in run.stdout:
        issue = re.search(r'Test (".+?"|\w+).* recorded an issue.* at (\w+)\.swift:', line)
        if issue:
            os.killpg(run.pid, signal.SIGKILL)
            limit.cancel()
            return f"{issue[2]}: {issue[1]}"
        has_run |= re.search(r"Test run with [1-9]\d* tests?", line) is not None
    limit.cancel()
    if run.wait() != 0:
        return ENDED
    return None if has_run else sys.exit(f"no test is called {tests}")


def main():
    chosen = [int(number) for number in sys.argv[1:]] or range(1, len(FAULTS) + 1)
    make_copy()
    build = swift("build", "-c", "release", "--build-tests")
    output, _ = build.communicate()
    if build.returncode != 0:
        sys.exit(output)
    for tests in dict.fromkeys(FAULTS[number - 1].tests for number in chosen):
        if test := failing(tests):
            sys.exit(f"without a fault, {test} fails")
    survivors = 0
    for number in chosen:
        fault = FAULTS[number - 1]
        test = failing(fault.tests, number)
        survivors += test in (None, ENDED)
        cells = [code(fault.at), f"{code(fault.fault)} for {code(fault.text)}", test or "-"]
        print(f"| {number} | {fault.file.removeprefix('Sources/')} | " + " | ".join(cells) + " |", flush=True)
    sys.exit(survivors > 0)


def code(text):
    return "`" + " ".join(text.split()).replace("|", "\\|") + "`"


if __name__ == "__main__":
    main()
