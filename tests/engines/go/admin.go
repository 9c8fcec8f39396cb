package main

import (
	"context"
	"errors"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

func outcome(err error) string {
	var known *kerr.Error
	if errors.As(err, &known) {
		return known.Message
	}
	if err != nil {
		return err.Error()
	}
	return "done"
}

// admin describes, configures and deletes what it has made.
func admin(ctx context.Context) {
	name := topic(ctx, 2)
	inner := client(kgo.RecordPartitioner(kgo.ManualPartitioner()))
	manager := kadm.NewClient(inner)
	defer manager.Close()
	for range 4 {
		must(inner.ProduceSync(ctx, &kgo.Record{Topic: name, Partition: 1, Value: []byte("v")}).FirstErr())
	}
	ends, err := manager.ListEndOffsets(ctx, name)
	must(err)
	end, _ := ends.Lookup(name, 1)
	cut := kadm.Offsets{}
	cut.AddOffset(name, 1, 3, -1)
	_, err = manager.DeleteRecords(ctx, cut)
	must(err)
	starts, err := manager.ListStartOffsets(ctx, name)
	must(err)
	start, _ := starts.Lookup(name, 1)
	say(map[string]any{"end": end.Offset, "start": start.Offset})

	retention := "1000000"
	_, err = manager.AlterTopicConfigs(ctx, []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "retention.ms", Value: &retention}}, name)
	must(err)
	configs, err := manager.DescribeTopicConfigs(ctx, name)
	must(err)
	config, err := configs.On(name, nil)
	must(err)
	for _, entry := range config.Configs {
		if entry.Key == "retention.ms" {
			say(map[string]any{"retention": entry.MaybeValue()})
		}
	}
	_, err = manager.CreateTopic(ctx, 1, 1, nil, name)
	say(map[string]any{"again": outcome(err)})
	_, err = manager.CreateTopic(ctx, 1, 1, nil, "a/b")
	say(map[string]any{"illegal": outcome(err)})
	deleted, err := manager.DeleteTopic(ctx, name)
	must(err)
	say(map[string]any{"deleted": outcome(deleted.Err)})
}
