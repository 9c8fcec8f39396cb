"""The admin client: topics, settings, partitions, records, groups, the cluster."""

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import (AlterConfigOpType, ConfigEntry, ConfigResource, ConfigSource, NewPartitions, NewTopic,
                                   ResourceType)

from kit import admin, consumer, eventually, producer, read, say, text, topic, unique

manager = admin()
name = topic(partitions=2, retention_ms=3600000)


def outcome(future):
    try:
        future.result(30)
        return "done"
    except KafkaException as error:
        return error.args[0].name()


def settings():
    resource = ConfigResource(ResourceType.TOPIC, name)
    return manager.describe_configs([resource])[resource].result(30)


described = manager.describe_topics(TopicCollection([name]))[name].result(30)
say(step="topic", name=described.name == name, partitions=[p.id for p in described.partitions],
    internal=described.is_internal, copies=[len(p.replicas) for p in described.partitions])

found = settings()
say(step="settings", retention=found["retention.ms"].value, own=found["retention.ms"].source,
    default=found["cleanup.policy"].value, default_source=found["cleanup.policy"].source,
    read_only=found["cleanup.policy"].is_read_only, count=len(found))

change = ConfigResource(ResourceType.TOPIC, name, incremental_configs=[
    ConfigEntry("cleanup.policy", "compact", incremental_operation=AlterConfigOpType.APPEND),
    ConfigEntry("retention.ms", None, incremental_operation=AlterConfigOpType.DELETE),
    ConfigEntry("segment.bytes", "2097152", incremental_operation=AlterConfigOpType.SET),
])
say(step="alter", outcome=outcome(manager.incremental_alter_configs([change])[change]))
# A real broker takes a moment until its answers follow the controller.
found = eventually(settings, lambda now: now["segment.bytes"].value == "2097152")
say(step="altered", policy=sorted(found["cleanup.policy"].value.split(",")), retention=found["retention.ms"].value,
    segment=found["segment.bytes"].value)

say(step="more partitions", outcome=outcome(manager.create_partitions([NewPartitions(name, 5)])[name]))
say(step="fewer partitions", outcome=outcome(manager.create_partitions([NewPartitions(name, 3)])[name]))
count = eventually(lambda: len(manager.list_topics(name, timeout=10).topics[name].partitions), lambda now: now == 5)
say(step="partitions", count=count)

records = topic()
sender = producer()
for at in range(10):
    sender.produce(records, value=str(at))
sender.flush(10)
place = TopicPartition(records, 0, 4)
say(step="delete records", low=manager.delete_records([place])[place].result(30).low_watermark,
    left=[text(m.value()) for m in read(consumer(), [records], 6)])

group = unique("py-group")
reader = consumer(group, client_id="described")
reader.subscribe([records])
while not reader.assignment():
    reader.poll(0.1)
while reader.poll(0.2) is None:
    pass
alive = manager.describe_consumer_groups([group])[group].result(30)
[member] = alive.members
say(step="group", state=alive.state.name, assignor=alive.partition_assignor, simple=alive.is_simple_consumer_group,
    client=member.client_id, assigned=[[p.topic == records, p.partition] for p in member.assignment.topic_partitions],
    delete=outcome(manager.delete_consumer_groups([group])[group]))
reader.commit(asynchronous=False)
reader.close()
listed = manager.list_consumer_groups().result(30)
say(step="groups", listed=[[g.state.name, g.is_simple_consumer_group] for g in listed.valid if g.group_id == group])
wish = ConsumerGroupTopicPartitions(group, [TopicPartition(records, 0, 6)])
manager.alter_consumer_group_offsets([wish])[group].result(30)
offsets = manager.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])[group].result(30)
say(step="group offsets", offsets=[[p.partition, p.offset] for p in offsets.topic_partitions])
say(step="group deleted", outcome=outcome(manager.delete_consumer_groups([group])[group]),
    again=outcome(manager.delete_consumer_groups([group])[group]))

cluster = manager.describe_cluster().result(30)
say(step="cluster", nodes=[f"{n.host}:{n.port}" for n in cluster.nodes], controller=cluster.controller is not None)

say(step="topic deleted", outcome=outcome(manager.delete_topics([name], operation_timeout=10)[name]),
    again=outcome(manager.delete_topics([name])[name]))
bad = [NewTopic("no/slash", 1, 1), NewTopic(unique("copies"), 1, 3), NewTopic(unique("none"), 0, 1),
       NewTopic(unique("setting"), 1, 1, config={"no.such": "1"}), NewTopic(records, 1, 1)]
say(step="refused", outcomes=[outcome(f) for f in manager.create_topics(bad).values()])
