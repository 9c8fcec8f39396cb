import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * One instance of Kafka Streams, the twin of worker.ts: brokers, application, row, input, table, output, records; then the
 * bytes of the record cache, the folder for state, words of a line, and size of windows. Prints marks as JSON lines.
 */
public final class Worker {
  static void mark(long count) {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double cpu = system.getProcessCpuTime() / 1e6;
    System.out.println("{\"count\":" + count + ",\"ms\":" + System.nanoTime() / 1e6 + ",\"cpuMs\":" + cpu + "}");
  }

  static <K, V> KStream<K, V> counted(KStream<K, V> stream, long expected) {
    AtomicLong seen = new AtomicLong();
    return stream.peek(
        (key, value) -> {
          long now = seen.incrementAndGet();
          if (now == expected / 4 || now == expected) mark(now);
        });
  }

  public static void main(String[] args) throws Exception {
    String row = args[2], input = args[3], table = args[4], output = args[5];
    long records = Long.parseLong(args[6]);
    int words = Integer.parseInt(args[9]);
    Duration size = Duration.ofMillis(Long.parseLong(args[10]));
    StreamsBuilder builder = new StreamsBuilder();
    switch (row) {
      case "word count" ->
          counted(
                  builder.<String, String>stream(input)
                      .flatMapValues(line -> Arrays.asList(line.split(" ")))
                      .selectKey((key, word) -> word)
                      .repartition(Repartitioned.as("words")),
                  records * words)
              .groupByKey()
              .count(Materialized.as("counts"))
              .toStream()
              .mapValues(String::valueOf)
              .to(output);
      case "stream-table join" ->
          counted(builder.<String, String>stream(input), records)
              .join(builder.<String, String>table(table), (order, product) -> order + " " + product)
              .to(output);
      case "windowed count" ->
          counted(builder.<String, String>stream(input), records)
              .groupByKey()
              .windowedBy(TimeWindows.ofSizeAndGrace(size, size))
              .count(Materialized.as("windows"))
              .toStream()
              .map((key, count) -> KeyValue.pair(key.key() + "@" + key.window().start(), String.valueOf(count)))
              .to(output);
      case "rebuild" -> builder.<String, String>globalTable(input, Materialized.as("view"));
      default -> throw new IllegalArgumentException(row);
    }
    Properties properties = new Properties();
    properties.put("application.id", args[1]);
    properties.put("bootstrap.servers", args[0]);
    properties.put("processing.guarantee", "exactly_once_v2");
    properties.put("commit.interval.ms", 100);
    properties.put("statestore.cache.max.bytes", args[7]);
    properties.put("state.dir", args[8]);
    properties.put("replication.factor", 1);
    properties.put("auto.offset.reset", "earliest");
    properties.put("default.key.serde", Serdes.StringSerde.class.getName());
    properties.put("default.value.serde", Serdes.StringSerde.class.getName());
    KafkaStreams streams = new KafkaStreams(builder.build(), properties);
    if (row.equals("rebuild")) rebuild(streams);
    else streams.start();
    Thread.currentThread().join();
  }

  /** Global tables are whole before `start` has an end. */
  static void rebuild(KafkaStreams streams) throws Exception {
    mark(0);
    streams.start();
    while (streams.state() != KafkaStreams.State.RUNNING) Thread.sleep(1);
    var view = streams.store(StoreQueryParameters.fromNameAndType("view", QueryableStoreTypes.keyValueStore()));
    mark(view.approximateNumEntries());
  }
}
