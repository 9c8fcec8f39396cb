// Publishes and receives CloudEvents with the Java SDK; the expectations are in sdks.test.ts.
// Usage: Sdk.java publish <url> <events as JSON> | Sdk.java receive

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public class Sdk {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    if (args[0].equals("publish")) {
      publish(args[1], JSON.readTree(args[2]));
    } else {
      receive();
    }
  }

  private static void say(Map<String, Object> facts) throws IOException {
    System.out.println(JSON.writeValueAsString(facts));
  }

  private static CloudEvent made(JsonNode wanted) throws IOException {
    return CloudEventBuilder.v1()
        .withId(wanted.get("id").asText())
        .withType(wanted.get("type").asText())
        .withSource(URI.create(wanted.get("source").asText()))
        .withSubject(wanted.get("subject").asText())
        .withExtension("shop", wanted.get("shop").asText())
        .withData("application/json", JSON.writeValueAsBytes(wanted.get("data")))
        .build();
  }

  /** Each in its mode. The HTTP part of the SDK has no batches: those are put together from what it writes. */
  private static void publish(String url, JsonNode events) throws IOException {
    List<String> batch = new ArrayList<>();
    for (JsonNode wanted : events) {
      CloudEvent event = made(wanted);
      switch (wanted.get("mode").asText()) {
        case "binary" -> {
          HttpURLConnection connection = post(url);
          HttpMessageFactory.createWriter(connection::setRequestProperty, body -> write(connection, body))
              .writeBinary(event);
          say(Map.of("status", connection.getResponseCode()));
        }
        case "structured" -> {
          HttpURLConnection connection = post(url);
          HttpMessageFactory.createWriter(connection::setRequestProperty, body -> write(connection, body))
              .writeStructured(event, JsonFormat.CONTENT_TYPE);
          say(Map.of("status", connection.getResponseCode()));
        }
        default -> batch.add(new String(serialized(event), StandardCharsets.UTF_8));
      }
    }
    if (batch.isEmpty()) return;
    HttpURLConnection connection = post(url);
    connection.setRequestProperty("content-type", "application/cloudevents-batch+json");
    write(connection, ("[" + String.join(",", batch) + "]").getBytes(StandardCharsets.UTF_8));
    say(Map.of("status", connection.getResponseCode()));
  }

  private static byte[] serialized(CloudEvent event) {
    return EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE).serialize(event);
  }

  private static HttpURLConnection post(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    return connection;
  }

  private static void write(HttpURLConnection connection, byte[] body) {
    try (OutputStream out = connection.getOutputStream()) {
      if (body != null) out.write(body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void receive() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", Sdk::handle);
    server.start();
    say(Map.of("listening", "http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    MessageReader reader = HttpMessageFactory.createReader(
        add -> exchange.getRequestHeaders().forEach((name, values) -> add.accept(name, values.get(0))), body);
    CloudEvent event = reader.toEvent();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("mode", reader.getEncoding() == Encoding.BINARY ? "binary" : "structured");
    facts.put("id", event.getId());
    facts.put("type", event.getType());
    facts.put("source", event.getSource().toString());
    facts.put("subject", event.getSubject());
    facts.put("shop", event.getExtension("shop"));
    facts.put("data", event.getData() == null ? null : new String(event.getData().toBytes(), StandardCharsets.UTF_8));
    say(facts);
    if (event.getType().equals("sdk.asked")) {
      reply(exchange, event);
    } else {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }

  private static void reply(HttpExchange exchange, CloudEvent event) throws IOException {
    Map<String, Object> wanted = Map.of("id", "reply-" + event.getId(), "type", "sdk.answered", "source", "/sdk/java",
        "subject", "answer", "shop", "nord", "data", Map.of("answer", 42));
    HttpMessageFactory.createWriter(exchange.getResponseHeaders()::add, body -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }).writeBinary(made(JSON.valueToTree(wanted)));
  }
}
