"""Offsets: by time, at both ends, the one of the latest time, committed, and after the reset."""

from confluent_kafka import TopicPartition
from confluent_kafka.admin import OffsetSpec

from kit import admin, consumer, producer, read, say, text, topic, unique

# Old timestamps: without this, retention would take the records away.
name = topic(retention_ms=-1)
sender = producer()
for timestamp in [1000, 3000, 2000]:
    sender.produce(name, value=str(timestamp), timestamp=timestamp)
    sender.flush(10)

reader = consumer()
low, high = reader.get_watermark_offsets(TopicPartition(name, 0), timeout=10)
at = {}
for timestamp in [0, 1000, 1001, 3000, 3001]:
    [found] = reader.offsets_for_times([TopicPartition(name, 0, timestamp)], timeout=10)
    at[timestamp] = found.offset
say(low=low, high=high, at=at)

place = TopicPartition(name, 0)
for title, spec in [("earliest", OffsetSpec.earliest()), ("latest", OffsetSpec.latest()),
                    ("max", OffsetSpec.max_timestamp()), ("time", OffsetSpec.for_timestamp(1500))]:
    result = admin().list_offsets({place: spec})[place].result(10)
    say(spec=title, offset=result.offset, timestamp=result.timestamp)

group = unique("py-group")
reader = consumer(group, enable_auto_commit=False)
reader.assign([TopicPartition(name, 0, 0)])
while reader.poll(0.2) is None:
    pass
reader.commit(offsets=[TopicPartition(name, 0, 2, "note")], asynchronous=False)
[committed] = reader.committed([place], timeout=10)
[nothing] = reader.committed([TopicPartition(unique("missing"), 0)], timeout=10)
say(committed=committed.offset, metadata=committed.metadata, nothing=nothing.offset)
reader.close()
say(resumed=[text(m.value()) for m in read(consumer(group), [name], 1)])
