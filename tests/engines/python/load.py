"""Members of one group come and go while a producer writes: no record may be left out."""

import threading
import time

from kit import consumer, eventually, producer, say, topic, unique

PARTITIONS = 6
name, group = topic(partitions=PARTITIONS), unique("py-group")
seen, over, failed = set(), threading.Event(), []
sent = 0


class Member(threading.Thread):
    """Reads until it is told to leave."""

    def __init__(self):
        super().__init__()
        self.share, self.leaving = 0, threading.Event()
        self.start()

    def run(self):
        reader = consumer(group, session_timeout_ms=6000, heartbeat_interval_ms=300)
        reader.subscribe([name])
        while not self.leaving.is_set():
            for message in reader.consume(100, 0.1):
                if not message.error():
                    seen.add(int(message.value()))
                    self.share += 1
        reader.close()

    def leave(self):
        self.leaving.set()
        self.join()


def write():
    global sent
    sender = producer(enable_idempotence=True, linger_ms=5)
    while not over.is_set():
        for partition in range(PARTITIONS):
            sender.produce(name, partition=partition, value=str(sent), on_delivery=lambda e, _: e and failed.append(e))
            sent += 1
        sender.poll(0)
        time.sleep(0.002)
    sender.flush(30)


stays = Member()
writer = threading.Thread(target=write)
writer.start()
shares = []
for _ in range(3):
    visitor = Member()
    shares.append(eventually(lambda: visitor.share, lambda share: share > 0, 30) > 0)
    visitor.leave()
over.set()
writer.join()
read = eventually(lambda: len(seen), lambda count: count == sent, 30)
stays.leave()
say(visitors_read=shares, wrote=sent > 0, failed=len(failed), left_out=sent - read)
