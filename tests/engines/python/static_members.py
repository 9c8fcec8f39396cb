"""A static member that comes back within its session gets its partitions back, and the other notices nothing."""

import time

from kit import consumer, say, topic, unique

name, group = topic(partitions=4), unique("py-group")
changes = {"a": 0, "b": 0}
owned = {"a": set(), "b": set()}


def member(who):
    def assign(_, partitions):
        changes[who] += 1
        owned[who] = {p.partition for p in partitions}

    reader = consumer(group, group_instance_id=who, session_timeout_ms=20000, heartbeat_interval_ms=300,
                      partition_assignment_strategy="range")
    reader.subscribe([name], on_assign=assign)
    return reader


def poll_until(readers, done, seconds=30):
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        for reader in readers:
            reader.poll(0.05)


a, b = member("a"), member("b")
poll_until([a, b], lambda: len(owned["a"]) == 2 and len(owned["b"]) == 2)
before, of_a = owned["b"], changes["a"]
b.close()
owned["b"] = set()
b = member("b")
poll_until([a, b], lambda: len(owned["b"]) > 0)
poll_until([a, b], lambda: False, seconds=1)
say(same_partitions=owned["b"] == before, changes_of_the_other=changes["a"] - of_a)
a.close()
b.close()
