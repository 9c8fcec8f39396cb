package main

import (
	"context"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// load writes to a topic for as long as others join and leave, and knows what they have read of it.
type load struct {
	seen map[string]bool
	sent int
	over chan struct{}
	done chan struct{}
}

// begin writes batches with a little pause between them, so that readers can keep up.
func begin(ctx context.Context, topic string) *load {
	begun := &load{seen: map[string]bool{}, over: make(chan struct{}), done: make(chan struct{})}
	go begun.write(ctx, topic)
	return begun
}

func (l *load) write(ctx context.Context, topic string) {
	defer close(l.done)
	sender := client(kgo.DefaultProduceTopic(topic))
	defer sender.Close()
	for {
		select {
		case <-l.over:
			return
		case <-time.After(5 * time.Millisecond):
		}
		var records []*kgo.Record
		for range 20 {
			// The key spreads them over the partitions.
			text := fmt.Append(nil, l.sent)
			records = append(records, &kgo.Record{Key: text, Value: text})
			l.sent++
		}
		must(sender.ProduceSync(ctx, records...).FirstErr())
	}
}

// poll lets one member read for a moment.
func (l *load) poll(ctx context.Context, reader *member) {
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	for _, record := range reader.PollFetches(short).Records() {
		l.seen[string(record.Value)] = true
	}
}

// end stops writing and reads what is left; gives how many records nobody has read.
func (l *load) end(ctx context.Context, reader *member) int {
	close(l.over)
	<-l.done
	deadline := time.Now().Add(20 * time.Second)
	for len(l.seen) < l.sent && time.Now().Before(deadline) {
		l.poll(ctx, reader)
	}
	return l.sent - len(l.seen)
}
