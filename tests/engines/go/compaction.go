package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const tick = "tick"

// compaction writes five values of each of three keys, deletes one of them, and waits until no more is left than must
// be. The settings come from the test, which tells every client the same.
func compaction(ctx context.Context) {
	settings := map[string]string{}
	must(json.Unmarshal([]byte(os.Args[3]), &settings))
	name := configured(ctx, 1, settings)
	sender := client()
	defer sender.Close()
	send := func(key string, value []byte) int64 {
		sent, err := sender.ProduceSync(ctx, &kgo.Record{Topic: name, Key: []byte(key), Value: value}).First()
		must(err)
		return sent.Offset
	}
	for round := range 5 {
		for _, key := range []string{"a", "b", "c"} {
			send(key, fmt.Appendf(nil, "%s%d", key, round))
		}
	}
	send("b", nil)
	for {
		// The newest segment is never compacted: something has to roll it.
		left := before(ctx, name, send(tick, []byte(tick)))
		if len(left) <= 2 {
			say(map[string]any{"left": left})
			return
		}
		time.Sleep(time.Second)
	}
}

// before reads from the beginning to the record at an offset, and gives what is no tick.
func before(ctx context.Context, topic string, last int64) []string {
	reader := client(kgo.ConsumeTopics(topic))
	defer reader.Close()
	lines := []string{}
	for {
		for _, record := range read(ctx, reader, 1) {
			if string(record.Key) != tick {
				lines = append(lines, fmt.Sprintf("%d:%s=%s", record.Offset, record.Key, record.Value))
			}
			if record.Offset == last {
				return lines
			}
		}
	}
}
