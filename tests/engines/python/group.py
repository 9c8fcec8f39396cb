"""Two members of one group, one joining and leaving: python group.py <brokers> <assignor>."""

import sys
import time

from kit import consumer, say, topic, unique

PARTITIONS = 6
assignor = sys.argv[2]
cooperative = assignor.startswith("cooperative")
name, group = topic(partitions=PARTITIONS), unique("py-group")


class Member:
    def __init__(self, who):
        self.who, self.owned, self.lost = who, set(), []
        self.consumer = consumer(
            group, partition_assignment_strategy=assignor, session_timeout_ms=6000, heartbeat_interval_ms=300
        )
        self.consumer.subscribe([name], on_assign=self.assign, on_revoke=self.revoke)

    def assign(self, _, partitions):
        new = {p.partition for p in partitions}
        self.owned = self.owned | new if cooperative else new

    def revoke(self, _, partitions):
        gone = {p.partition for p in partitions}
        self.lost.append(len(gone))
        self.owned -= gone


def settle(members, shares, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for member in members:
            member.consumer.poll(0.05)
        if [len(m.owned) for m in members] == shares:
            break
    say(
        shares=[len(m.owned) for m in members],
        covered=sorted(p for m in members for p in m.owned) == list(range(PARTITIONS)),
    )


first = Member("first")
settle([first], [6])
second = Member("second")
settle([first, second], [3, 3])
say(first_lost_at_once=max(first.lost))
third = Member("third")
settle([first, second, third], [2, 2, 2])
third.consumer.close()
second.consumer.close()
settle([first], [6])
first.consumer.close()
