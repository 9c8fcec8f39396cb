package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

// codecs sends through each codec with the default, idempotent producer and compares what comes back.
func codecs(ctx context.Context) {
	const count = 300
	value := strings.Repeat("a compressible value ", 50)
	all := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	for _, name := range []string{"none", "gzip", "snappy", "lz4", "zstd"} {
		target := topic(ctx, 1)
		sender := client(kgo.ProducerBatchCompression(all[name]))
		var records []*kgo.Record
		for at := range count {
			header := kgo.RecordHeader{Key: "codec", Value: []byte(name)}
			records = append(records, &kgo.Record{
				Topic: target, Key: fmt.Append(nil, at), Value: []byte(value), Headers: []kgo.RecordHeader{header},
			})
		}
		must(sender.ProduceSync(ctx, records...).FirstErr())
		sender.Close()
		reader := client(kgo.ConsumeTopics(target))
		equal := true
		for at, record := range read(ctx, reader, count) {
			equal = equal && string(record.Key) == fmt.Sprint(at) && string(record.Value) == value &&
				record.Offset == int64(at) && string(record.Headers[0].Value) == name
		}
		reader.Close()
		say(map[string]any{"codec": name, "equal": equal})
	}
}
