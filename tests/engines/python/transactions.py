"""Transactions: commit, abort, isolation, offsets in the transaction, fencing."""

from confluent_kafka import KafkaException, TopicPartition

from kit import consumer, producer, read, say, text, topic, unique


def transactional(name):
    sender = producer(transactional_id=name, transaction_timeout_ms=30000)
    sender.init_transactions(30)
    return sender


source, target = topic(partitions=2), topic(partitions=2)
sender = transactional(unique("py-tx"))
for value, commit in [("one", True), ("two", False), ("three", True), ("four", False), ("five", True)]:
    sender.begin_transaction()
    for partition in range(2):
        sender.produce(source, partition=partition, value=value)
    sender.flush(10)
    sender.commit_transaction(30) if commit else sender.abort_transaction(30)

committed = read(consumer(isolation_level="read_committed"), [source], 6)
everything = read(consumer(isolation_level="read_uncommitted"), [source], 10)
say(
    committed=[text(m.value()) for m in committed if m.partition() == 0],
    everything=[text(m.value()) for m in everything if m.partition() == 0],
)

# Consume, transform, produce: the offsets are part of the transaction.
group = unique("py-group")
copier = transactional(unique("py-copy"))
for commit in [False, True]:
    reader = consumer(group, isolation_level="read_committed", enable_auto_commit=False)
    reader.subscribe([source])
    copier.begin_transaction()
    taken = 0
    while taken < 6:
        message = reader.poll(0.2)
        if message is not None and not message.error():
            taken += 1
            copier.produce(target, value=text(message.value()) + "!")
    copier.send_offsets_to_transaction(reader.position(reader.assignment()), reader.consumer_group_metadata(), 30)
    copier.commit_transaction(30) if commit else copier.abort_transaction(30)
    places = [TopicPartition(source, partition) for partition in range(2)]
    # Each partition's last record is at 8, its marker at 9: the position is behind the one or the other.
    offsets = [place.offset for place in reader.committed(places, timeout=10)]
    say(commit=commit, taken=taken, done=[offset in (9, 10) for offset in offsets])
    reader.close()
copied = read(consumer(isolation_level="read_committed"), [target], 6)
say(copied=sorted(text(m.value()) for m in copied))

# A second producer of the same name fences the first.
shared = unique("py-tx")
older = transactional(shared)
older.begin_transaction()
older.produce(target, value="lost")
older.flush(10)
newer = transactional(shared)
try:
    older.produce(target, value="late")
    older.commit_transaction(30)
    say(fenced=False)
except KafkaException as error:
    say(fenced=True, fatal=error.args[0].fatal(), code=error.args[0].name())
newer.begin_transaction()
newer.produce(target, value="won")
newer.commit_transaction(30)
