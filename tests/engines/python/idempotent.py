"""An idempotent producer with five requests in flight, on several partitions, by each of acks and codecs."""

from kit import consumer, producer, read, say, text, topic

COUNT = 3000
name = topic(partitions=3)
delivered = []
sender = producer(enable_idempotence=True, linger_ms=1, batch_num_messages=20, compression_type="lz4")
for at in range(COUNT):
    sender.produce(name, partition=at % 3, value=str(at), on_delivery=lambda error, m: delivered.append((error, m.offset())))
    sender.poll(0)
left = sender.flush(60)
messages = read(consumer(), [name], COUNT)
for partition in range(3):
    values = [int(text(m.value())) for m in messages if m.partition() == partition]
    say(partition=partition, in_order=values == list(range(partition, COUNT, 3)))
say(left=left, failed=[str(error) for error, _ in delivered if error], delivered=len(delivered))
