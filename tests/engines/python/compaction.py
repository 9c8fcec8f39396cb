"""A compacted topic: the last value of each key is kept at its offset, deleted keys go."""

import json
import sys

from kit import consumer, eventually, producer, say, text, topic

# The settings come from the test, which tells every client the same.
name = topic(**json.loads(sys.argv[2]))
sender = producer()


def send(key, value):
    sender.produce(name, key=key, value=value)
    sender.flush(10)


def left():
    """What there is besides a last record, which rolls the segment: the newest is never compacted."""
    send("tick", "tick")
    reader, lines = consumer(enable_partition_eof=True), []
    reader.subscribe([name])
    while True:
        message = reader.poll(10)
        if message is None or message.error():
            break
        if text(message.key()) != "tick":
            lines.append(f"{message.offset()}:{text(message.key())}={text(message.value())}")
    reader.close()
    # Ends at the end of the partition only: whoever is given nothing has not looked.
    return lines if message is not None else None


for number in range(5):
    for key in ["a", "b", "c"]:
        send(key, f"{key}{number}")
send("b", None)
say(left=eventually(left, lambda lines: lines is not None and len(lines) <= 2, 120))
