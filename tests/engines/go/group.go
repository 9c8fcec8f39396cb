package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

type member struct {
	*kgo.Client
	mutex sync.Mutex
	owned map[int32]bool
}

func join(topic, group string, balancer kgo.GroupBalancer) *member {
	joined := &member{owned: map[int32]bool{}}
	change := func(own bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
			joined.mutex.Lock()
			defer joined.mutex.Unlock()
			for _, partition := range partitions[topic] {
				if own {
					joined.owned[partition] = true
				} else {
					delete(joined.owned, partition)
				}
			}
		}
	}
	joined.Client = client(
		kgo.ConsumerGroup(group), kgo.ConsumeTopics(topic), kgo.Balancers(balancer),
		kgo.HeartbeatInterval(200*time.Millisecond),
		kgo.OnPartitionsAssigned(change(true)), kgo.OnPartitionsRevoked(change(false)), kgo.OnPartitionsLost(change(false)),
	)
	return joined
}

func (m *member) count() int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.owned)
}

// group lets a second member join and leave under load, once with each balancer, and counts what nobody has read.
func group(ctx context.Context) {
	balancers := []kgo.GroupBalancer{
		kgo.RangeBalancer(), kgo.RoundRobinBalancer(), kgo.StickyBalancer(), kgo.CooperativeStickyBalancer(),
	}
	for _, balancer := range balancers {
		name := topic(ctx, 6)
		id := fmt.Sprintf("go-group-%d", time.Now().UnixNano())
		load := begin(ctx, name)
		first := join(name, id, balancer)
		alone := load.settle(ctx, 6, first)
		second := join(name, id, balancer)
		shared := load.settle(ctx, 3, first, second)
		second.Close()
		again := load.settle(ctx, 6, first)
		leftOut := load.end(ctx, first)
		first.Close()
		facts := map[string]any{"balancer": balancer.ProtocolName(), "alone": alone, "shared": shared, "again": again}
		facts["left out"] = leftOut
		say(facts)
	}
}

// settle polls all members until each owns `share` partitions and something more was read.
func (l *load) settle(ctx context.Context, share int, members ...*member) bool {
	before := len(l.seen)
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		settled := true
		for _, one := range members {
			l.poll(ctx, one)
			settled = settled && one.count() == share
		}
		if settled && len(l.seen) > before {
			return true
		}
	}
	return false
}
