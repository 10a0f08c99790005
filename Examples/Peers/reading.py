"""Reads a log with pandas: the file, ids numbered, events in time order."""

import time

import peer

arguments = peer.arguments(__doc__)
import pandas  # noqa: E402  imported before the clock starts

assert pandas
start = time.perf_counter()
users, items, user_count, item_count = peer.read(arguments.data)
seconds = time.perf_counter() - start
peer.report(
    arguments, "reading", seconds=seconds, events=len(users), users=user_count, items=item_count)
