"""What a producer and a consumer are refused."""

from confluent_kafka import KafkaException, TopicPartition

from kit import consumer, producer, say, topic, unique


def produced(name, value, **config):
    outcome = []
    sender = producer(message_timeout_ms=5000, **config)
    sender.produce(name, key=config.pop("key", None), value=value, on_delivery=lambda error, _: outcome.append(error))
    sender.flush(20)
    return outcome[0].name() if outcome[0] else "done"


small = topic(max_message_bytes=1000)
say(step="too large", outcome=produced(small, "x" * 5000), fits=produced(small, "x" * 500))
compacted = topic(cleanup_policy="compact")
say(step="no key", outcome=produced(compacted, "v"))
reader = consumer(allow_auto_create_topics=False)
reader.subscribe([unique("missing")])
message = None
for _ in range(50):
    message = reader.poll(0.2)
    if message is not None:
        break
say(step="unknown topic", outcome=message.error().name())
reader.close()

reader = consumer(auto_offset_reset="error")
reader.assign([TopicPartition(small, 0, 999)])
message = None
for _ in range(50):
    message = reader.poll(0.2)
    if message is not None:
        break
say(step="beyond the end", outcome=message.error().name())
reader.close()
