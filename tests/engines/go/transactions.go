package main

import (
	"context"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// transactions commits and aborts by hand, then copies exactly once with the library's own group session.
func transactions(ctx context.Context) {
	source, target := topic(ctx, 1), topic(ctx, 1)
	id := fmt.Sprintf("go-tx-%d", time.Now().UnixNano())
	sender := client(kgo.TransactionalID(id))
	for at, end := range []kgo.TransactionEndTry{kgo.TryCommit, kgo.TryAbort, kgo.TryCommit} {
		must(sender.BeginTransaction())
		must(sender.ProduceSync(ctx, &kgo.Record{Topic: source, Value: fmt.Append(nil, at)}).FirstErr())
		must(sender.EndTransaction(ctx, end))
	}
	sender.Close()
	committed := client(kgo.ConsumeTopics(source), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	everything := client(kgo.ConsumeTopics(source), kgo.FetchIsolationLevel(kgo.ReadUncommitted()))
	say(map[string]any{"committed": values(read(ctx, committed, 2)), "everything": values(read(ctx, everything, 3))})
	committed.Close()
	everything.Close()
	copyOnce(ctx, source, target, id)
}

func copyOnce(ctx context.Context, source, target, id string) {
	session, err := kgo.NewGroupTransactSession(
		kgo.SeedBrokers(brokers), kgo.TransactionalID(id+"-copy"), kgo.ConsumerGroup(id+"-group"), kgo.ConsumeTopics(source),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.RequireStableFetchOffsets(),
	)
	must(err)
	copied := 0
	for copied < 2 {
		fetches := session.PollFetches(ctx)
		must(session.Begin())
		for _, record := range fetches.Records() {
			session.Produce(ctx, &kgo.Record{Topic: target, Value: append(record.Value, '!')}, nil)
			copied++
		}
		done, err := session.End(ctx, kgo.TryCommit)
		must(err)
		if !done {
			copied = 0
		}
	}
	session.Close()
	reader := client(kgo.ConsumeTopics(target), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	say(map[string]any{"copied": values(read(ctx, reader, 2))})
	reader.Close()
}
