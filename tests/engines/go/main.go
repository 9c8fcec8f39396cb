// Drives an engine with franz-go and prints facts as JSON lines; the expectations are in franz-go.test.ts.
// Usage: go run . <brokers> <scenario> [what the scenario is told]
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

var brokers string

func main() {
	scenarios := map[string]func(context.Context){
		"codecs": codecs, "group": group, "transactions": transactions, "admin": admin,
		"offsets": offsets, "compaction": compaction, "login": login,
	}
	brokers = os.Args[1]
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	scenarios[os.Args[2]](ctx)
}

func say(facts map[string]any) {
	line, err := json.Marshal(facts)
	must(err)
	fmt.Println(string(line))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func client(options ...kgo.Opt) *kgo.Client {
	made, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(brokers)}, options...)...)
	must(err)
	return made
}

func topic(ctx context.Context, partitions int32) string {
	return configured(ctx, partitions, nil)
}

func configured(ctx context.Context, partitions int32, settings map[string]string) string {
	name := fmt.Sprintf("go-%d", time.Now().UnixNano())
	manager := kadm.NewClient(client())
	defer manager.Close()
	configs := map[string]*string{}
	for setting, value := range settings {
		configs[setting] = &value
	}
	_, err := manager.CreateTopic(ctx, partitions, 1, configs, name)
	must(err)
	return name
}

// read polls until count records have come.
func read(ctx context.Context, from *kgo.Client, count int) []*kgo.Record {
	var records []*kgo.Record
	for len(records) < count {
		fetches := from.PollFetches(ctx)
		for _, failed := range fetches.Errors() {
			must(failed.Err)
		}
		records = append(records, fetches.Records()...)
	}
	return records
}

func values(records []*kgo.Record) []string {
	texts := []string{}
	for _, record := range records {
		texts = append(texts, string(record.Value))
	}
	sort.Strings(texts)
	return texts
}
