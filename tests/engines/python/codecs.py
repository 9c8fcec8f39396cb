"""Every codec there and back; the bytes that went over the wire tell whether the client did compress."""

import json

from kit import consumer, producer, read, say, text, topic

VALUE = "a compressible value " * 50
COUNT = 500

for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
    # Old timestamps: without this, retention would take the records away.
    name = topic(retention_ms=-1)
    sent_bytes = []
    stats = lambda raw: sent_bytes.append(sum(b["txbytes"] for b in json.loads(raw)["brokers"].values()))
    sender = producer(compression_type=codec, linger_ms=50, statistics_interval_ms=100, stats_cb=stats)
    for at in range(COUNT):
        sender.produce(name, key=str(at), value=VALUE, timestamp=1_700_000_000_000 + at, headers=[("codec", codec)])
    left = sender.flush(30)
    while len(sent_bytes) < 4:
        sender.poll(0.1)
    messages = read(consumer(), [name], COUNT)
    say(
        codec=codec,
        left=left,
        compressed=max(sent_bytes) < COUNT * len(VALUE) / 2,
        keys_in_order=[text(m.key()) for m in messages] == [str(at) for at in range(COUNT)],
        values_equal=all(text(m.value()) == VALUE for m in messages),
        headers_equal=all(m.headers() == [("codec", codec.encode())] for m in messages),
        times_equal=[m.timestamp() for m in messages] == [(1, 1_700_000_000_000 + at) for at in range(COUNT)],
    )
