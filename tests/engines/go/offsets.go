package main

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// offsets asks by time, at both ends, and for the record of the latest time; and reads from a time on.
func offsets(ctx context.Context) {
	// Old timestamps: without this, retention would take the records away.
	name := configured(ctx, 1, map[string]string{"retention.ms": "-1"})
	inner := client()
	manager := kadm.NewClient(inner)
	defer manager.Close()
	for _, at := range []int64{1000, 3000, 2000} {
		record := &kgo.Record{Topic: name, Value: []byte(time.UnixMilli(at).UTC().Format("05")), Timestamp: time.UnixMilli(at)}
		must(inner.ProduceSync(ctx, record).FirstErr())
	}
	at := map[int64]int64{}
	for _, millisecond := range []int64{0, 1000, 1001, 3000, 3001} {
		listed, err := manager.ListOffsetsAfterMilli(ctx, millisecond, name)
		at[millisecond] = one(listed, err, name)
	}
	start, err := manager.ListStartOffsets(ctx, name)
	first := one(start, err, name)
	end, err := manager.ListEndOffsets(ctx, name)
	last := one(end, err, name)
	latest, err := manager.ListMaxTimestampOffsets(ctx, name)
	say(map[string]any{"at": at, "start": first, "end": last, "max": one(latest, err, name)})

	reader := client(kgo.ConsumeTopics(name), kgo.ConsumeResetOffset(kgo.NewOffset().AfterMilli(1500)))
	say(map[string]any{"from": values(read(ctx, reader, 2))})
	reader.Close()
}

func one(listed kadm.ListedOffsets, err error, topic string) int64 {
	must(err)
	found, _ := listed.Lookup(topic, 0)
	must(found.Err)
	return found.Offset
}
