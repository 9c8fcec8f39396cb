"""What the scenarios share. A scenario prints facts as JSON lines; the expectations are in the .test.ts beside it."""

import json
import sys
import time
import uuid

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

BROKERS = sys.argv[1]


def say(**facts):
    print(json.dumps(facts), flush=True)


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:10]}"


# One for the whole scenario: it cancels its calls when it is collected.
MANAGER = AdminClient({"bootstrap.servers": BROKERS})


def admin():
    return MANAGER


def topic(partitions=1, **config):
    """Makes a topic; dots in a setting's name are written as underscores."""
    name = unique("py")
    settings = {key.replace("_", "."): str(value) for key, value in config.items()}
    new = NewTopic(name, num_partitions=partitions, replication_factor=1, config=settings)
    admin().create_topics([new])[name].result(30)
    return name


def named(config):
    """Settings by librdkafka's names, which have dots, but for the callbacks' own."""
    return {key if key.endswith("_cb") else key.replace("_", "."): value for key, value in config.items()}


def producer(**config):
    settings = named(config)
    return Producer({"bootstrap.servers": BROKERS, **settings})


def consumer(group=None, **config):
    settings = named(config)
    return Consumer({
        "bootstrap.servers": BROKERS,
        "group.id": group or unique("py-group"),
        "auto.offset.reset": "earliest",
        **settings,
    })


def read(reader, topics, count, seconds=30):
    """Subscribes and polls until `count` messages have come, then leaves the group."""
    reader.subscribe(topics)
    messages, deadline = [], time.monotonic() + seconds
    while len(messages) < count and time.monotonic() < deadline:
        message = reader.poll(0.2)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        messages.append(message)
    reader.close()
    return messages


def text(value):
    return None if value is None else value.decode()


def eventually(ask, good, seconds=10):
    """The answer as soon as it is good, or the last one."""
    deadline = time.monotonic() + seconds
    answer = ask()
    while not good(answer) and time.monotonic() < deadline:
        time.sleep(0.1)
        answer = ask()
    return answer
