import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Kafka Streams' own TopologyTestDriver: reads cases as JSON lines {id, topology, records: [{topic, key, value, timestamp}]}
 * and prints for each {id, records}. The topologies read `in` and `other` and write `out`; their twins are in topologies.ts.
 */
public final class Oracle {
  static final Serde<String> TEXT = Serdes.String();
  static final ObjectMapper JSON = new ObjectMapper();
  static final Map<String, Consumer<StreamsBuilder>> TOPOLOGIES = new TreeMap<>();

  static KStream<String, String> in(StreamsBuilder builder) {
    return builder.stream("in", Consumed.with(TEXT, TEXT));
  }

  static KStream<String, String> other(StreamsBuilder builder) {
    return builder.stream("other", Consumed.with(TEXT, TEXT));
  }

  static KTable<String, String> inTable(StreamsBuilder builder) {
    return builder.table("in", Consumed.with(TEXT, TEXT));
  }

  static KTable<String, String> otherTable(StreamsBuilder builder) {
    return builder.table("other", Consumed.with(TEXT, TEXT));
  }

  static void out(KStream<String, String> stream) {
    stream.to("out", Produced.with(TEXT, TEXT));
  }

  static void outTable(KTable<String, String> table) {
    out(table.toStream());
  }

  static <V> void outWindows(KTable<Windowed<String>, V> table) {
    out(
        table
            .toStream()
            .map(
                (key, value) ->
                    KeyValue.pair(
                        key.key() + "@" + key.window().start() + "-" + key.window().end(),
                        value == null ? null : String.valueOf(value))));
  }

  static KGroupedStream<String, String> grouped(StreamsBuilder builder) {
    return in(builder).groupByKey(Grouped.with(TEXT, TEXT));
  }

  static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  static TimeWindows tumbling() {
    return TimeWindows.ofSizeAndGrace(ms(100), ms(50));
  }

  static TimeWindows hopping() {
    return TimeWindows.ofSizeAndGrace(ms(100), ms(20)).advanceBy(ms(30));
  }

  static SessionWindows sessions() {
    return SessionWindows.ofInactivityGapAndGrace(ms(25), ms(40));
  }

  static SlidingWindows sliding() {
    return SlidingWindows.ofTimeDifferenceAndGrace(ms(40), ms(50));
  }

  static JoinWindows within() {
    return JoinWindows.ofTimeDifferenceAndGrace(ms(40), ms(30));
  }

  static StreamJoined<String, String, String> joined() {
    return StreamJoined.with(TEXT, TEXT, TEXT);
  }

  static Materialized<String, String, KeyValueStore<Bytes, byte[]>> kept() {
    return Materialized.with(TEXT, TEXT);
  }

  static String pair(String one, String two) {
    return one + "+" + two;
  }

  static {
    TOPOLOGIES.put(
        "word count",
        builder ->
            out(
                in(builder)
                    .flatMapValues(line -> line == null ? List.<String>of() : Arrays.asList(line.split(" ")))
                    .groupBy((key, word) -> word, Grouped.with(TEXT, TEXT))
                    .count()
                    .toStream()
                    .mapValues(String::valueOf)));
    TOPOLOGIES.put(
        "filter, map, branch, merge",
        builder -> {
          KStream<String, String> stream =
              in(builder).filter((key, value) -> value != null).filterNot((key, value) -> value.endsWith("1"));
          Map<String, KStream<String, String>> branches =
              stream
                  .split(Named.as("b-"))
                  .branch((key, value) -> value.startsWith("v"), Branched.as("v"))
                  .branch((key, value) -> "a".equals(key), Branched.as("a"))
                  .defaultBranch(Branched.as("rest"));
          KStream<String, String> merged =
              branches
                  .get("b-v")
                  .map((key, value) -> KeyValue.pair(value, key))
                  .merge(branches.get("b-a").mapValues(value -> value + "!"));
          out(merged);
          out(
              branches
                  .get("b-rest")
                  .flatMap((key, value) -> List.of(KeyValue.pair(key, "1"), KeyValue.pair(value, "2")))
                  .selectKey((key, value) -> key + value));
        });
    TOPOLOGIES.put(
        "aggregate",
        builder ->
            outTable(grouped(builder).aggregate(() -> "", (key, value, sum) -> sum + key + value, kept())));
    TOPOLOGIES.put("reduce", builder -> outTable(grouped(builder).reduce(Oracle::pair, kept())));
    TOPOLOGIES.put("tumbling count", builder -> outWindows(grouped(builder).windowedBy(tumbling()).count()));
    TOPOLOGIES.put(
        "hopping aggregate",
        builder ->
            outWindows(
                grouped(builder)
                    .windowedBy(hopping())
                    .aggregate(() -> "", (key, value, sum) -> sum + value + ";", Materialized.with(TEXT, TEXT))));
    TOPOLOGIES.put(
        "sliding aggregate",
        builder ->
            outWindows(
                grouped(builder)
                    .windowedBy(sliding())
                    .aggregate(() -> "", (key, value, sum) -> sum + value + ";", Materialized.with(TEXT, TEXT))));
    TOPOLOGIES.put("sliding count", builder -> outWindows(grouped(builder).windowedBy(sliding()).count()));
    TOPOLOGIES.put("session count", builder -> outWindows(grouped(builder).windowedBy(sessions()).count()));
    TOPOLOGIES.put(
        "session aggregate",
        builder ->
            outWindows(
                grouped(builder)
                    .windowedBy(sessions())
                    .aggregate(
                        () -> "",
                        (key, value, sum) -> sum + value + ";",
                        (key, one, two) -> one + two,
                        Materialized.with(TEXT, TEXT))));
    TOPOLOGIES.put(
        "tumbling count, suppressed",
        builder ->
            outWindows(
                grouped(builder)
                    .windowedBy(tumbling())
                    .count()
                    .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))));
    TOPOLOGIES.put(
        "session count, suppressed",
        builder ->
            outWindows(
                grouped(builder)
                    .windowedBy(sessions())
                    .count()
                    .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))));
    TOPOLOGIES.put(
        "stream-table join",
        builder -> out(in(builder).join(otherTable(builder), Oracle::pair, Joined.with(TEXT, TEXT, TEXT))));
    TOPOLOGIES.put(
        "stream-table left join",
        builder -> out(in(builder).leftJoin(otherTable(builder), Oracle::pair, Joined.with(TEXT, TEXT, TEXT))));
    TOPOLOGIES.put(
        "stream-table join by another key",
        builder ->
            out(
                in(builder)
                    .filter((key, value) -> value != null)
                    .selectKey((key, value) -> value.substring(0, 1))
                    .leftJoin(otherTable(builder), Oracle::pair, Joined.with(TEXT, TEXT, TEXT))));
    TOPOLOGIES.put(
        "table-table join", builder -> outTable(inTable(builder).join(otherTable(builder), Oracle::pair)));
    TOPOLOGIES.put(
        "table-table left join",
        builder -> outTable(inTable(builder).leftJoin(otherTable(builder), Oracle::pair)));
    TOPOLOGIES.put(
        "table-table outer join",
        builder -> outTable(inTable(builder).outerJoin(otherTable(builder), Oracle::pair)));
    TOPOLOGIES.put(
        "table filter and map",
        builder ->
            outTable(
                inTable(builder)
                    .filter((key, value) -> !value.endsWith("1"))
                    .mapValues((key, value) -> key + value)));
    TOPOLOGIES.put(
        "filtered tables, joined",
        builder ->
            outTable(
                inTable(builder)
                    .filter((key, value) -> value.startsWith("v"))
                    .outerJoin(otherTable(builder).mapValues(value -> value + "?"), Oracle::pair)));
    TOPOLOGIES.put(
        "stream to table",
        builder ->
            outTable(
                in(builder).toTable(Materialized.with(TEXT, TEXT)).leftJoin(otherTable(builder), Oracle::pair)));
    TOPOLOGIES.put(
        "table grouped anew",
        builder ->
            outTable(
                inTable(builder)
                    .groupBy((key, value) -> KeyValue.pair(value.substring(0, 1), value), Grouped.with(TEXT, TEXT))
                    .aggregate(
                        () -> "",
                        (key, value, sum) -> sum + "+" + value,
                        (key, value, sum) -> sum + "-" + value,
                        Materialized.with(TEXT, TEXT))));
    TOPOLOGIES.put(
        "table counted anew",
        builder ->
            out(
                inTable(builder)
                    .groupBy((key, value) -> KeyValue.pair(value.substring(0, 1), value), Grouped.with(TEXT, TEXT))
                    .count()
                    .toStream()
                    .mapValues(String::valueOf)));
    TOPOLOGIES.put(
        "stream-stream join", builder -> out(in(builder).join(other(builder), Oracle::pair, within(), joined())));
    TOPOLOGIES.put(
        "stream-stream left join",
        builder -> out(in(builder).leftJoin(other(builder), Oracle::pair, within(), joined())));
    TOPOLOGIES.put(
        "stream-stream outer join",
        builder -> out(in(builder).outerJoin(other(builder), Oracle::pair, within(), joined())));
    TOPOLOGIES.put("processor by stream time", builder -> out(in(builder).process(Ticking::new)));
  }

  /** Tells the time with each record, and each 50 ms of stream time. */
  static final class Ticking implements Processor<String, String, String, String> {
    private ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> given) {
      context = given;
      context.schedule(
          ms(50), PunctuationType.STREAM_TIME, now -> context.forward(new Record<>("tick", "at " + now, now)));
    }

    @Override
    public void process(Record<String, String> record) {
      context.forward(record.withValue(record.value() + " at " + context.currentStreamTimeMs()));
    }
  }

  public static void main(String[] args) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode given = JSON.readTree(line);
      ObjectNode answer = JSON.createObjectNode().put("id", given.get("id").asText());
      run(given.get("topology").asText(), given.get("records"), answer);
      System.out.println(JSON.writeValueAsString(answer));
    }
  }

  static void run(String name, JsonNode records, ObjectNode answer) {
    StreamsBuilder builder = new StreamsBuilder();
    TOPOLOGIES.get(name).accept(builder);
    Properties properties = new Properties();
    properties.put("application.id", "oracle");
    properties.put("bootstrap.servers", "none:1");
    properties.put("statestore.cache.max.bytes", "0");
    properties.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", 0L);
    properties.put("dsl.store.suppliers.class", BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
    properties.put("state.dir", System.getProperty("java.io.tmpdir"));
    properties.put("default.key.serde", Serdes.StringSerde.class.getName());
    properties.put("default.value.serde", Serdes.StringSerde.class.getName());
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
      Map<String, TestInputTopic<String, String>> topics = new HashMap<>();
      for (JsonNode each : records) {
        topics
            .computeIfAbsent(
                each.get("topic").asText(),
                topic -> driver.createInputTopic(topic, TEXT.serializer(), TEXT.serializer()))
            .pipeInput(text(each.get("key")), text(each.get("value")), each.get("timestamp").asLong());
      }
      TestOutputTopic<String, String> out = driver.createOutputTopic("out", TEXT.deserializer(), TEXT.deserializer());
      var list = answer.putArray("records");
      for (TestRecord<String, String> record : out.readRecordsToList()) {
        list.addObject().put("key", record.key()).put("value", record.value()).put("timestamp", record.timestamp());
      }
    }
  }

  static String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }
}
