package io.flowscope.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action.SignalWorkflowExecution;
import io.flowscope.engine.model.Action.TerminateWorkflowExecution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live streams on the real engine. */
@Timeout(60)
class StreamTest {
  @TempDir Path dir;
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = TestServer.open(dir);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** One message of a stream. */
  private record Message(String event, String id, String data) {
    long last() {
      return Json.read(data, null).path("lastEventId").asLong();
    }
  }

  /** An open stream, read message by message. */
  private static final class Stream implements AutoCloseable {
    private final BufferedReader in;

    Stream(BufferedReader in) {
      this.in = in;
    }

    /** The next message; null at the end of the stream. */
    Message next() throws IOException {
      String event = null;
      String id = null;
      String data = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty() && event != null) {
          return new Message(event, id, data);
        }
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private Stream open(String path, String lastEventId) throws Exception {
    var request = server.api(path + "/stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<java.io.InputStream> answer =
        server.client.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    return new Stream(
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
  }

  private void signal(String id) {
    server.call(new SignalWorkflowExecution("default", id, null, "s", "1"));
  }

  private void terminate(String id) {
    server.call(new TerminateWorkflowExecution("default", id, null, "over", null, null));
  }

  @Test
  void changesComeAsTheyHappenAndTheStreamEndsWithTheRun() throws Exception {
    String path = server.start("live");
    try (Stream stream = open(path, "")) {
      Message first = stream.next();
      assertThat(first.event()).isEqualTo("columns");
      assertThat(first.last()).isEqualTo(2);
      assertThat(first.id()).isEqualTo("2");
      signal("live");
      Message second = stream.next();
      assertThat(second.last()).isEqualTo(3);
      assertThat(Json.read(second.data(), null).path("marks").path("name").path(0).asText())
          .isEqualTo("s");
      terminate("live");
      Message third = stream.next();
      assertThat(Json.read(third.data(), null).path("status").asText()).isEqualTo("terminated");
      assertThat(stream.next().event()).isEqualTo("end");
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  void aStreamGoesOnAfterTheLastEventThatWasSeen() throws Exception {
    String path = server.start("resume");
    signal("resume");
    signal("resume");
    terminate("resume");
    try (Stream stream = open(path, "3")) {
      Message rest = stream.next();
      assertThat(rest.id()).isEqualTo("5");
      assertThat(Json.read(rest.data(), null).path("marks").path("eventId").toString())
          .isEqualTo("[4]");
      assertThat(stream.next().event()).isEqualTo("end");
    }
    try (Stream stream = open(path, "5")) {
      assertThat(stream.next().event()).isEqualTo("end");
    }
  }

  @Test
  void aPositionThatIsNoneOfThisRunsStartsOver() throws Exception {
    String path = server.start("reset");
    for (String position : new String[] {"999", "x", "-1"}) {
      try (Stream stream = open(path, position)) {
        assertThat(stream.next().event()).isEqualTo("reset");
        assertThat(stream.next()).isNull();
      }
    }
  }

  @Test
  void aBurstIsToldInFewMessages() throws Exception {
    String path = server.start("burst");
    try (Stream stream = open(path, "")) {
      assertThat(stream.next().last()).isEqualTo(2);
      for (int i = 0; i < 200; i++) {
        signal("burst");
      }
      terminate("burst");
      int messages = 0;
      long last = 0;
      for (Message message = stream.next();
          !message.event().equals("end");
          message = stream.next()) {
        assertThat(message.last()).isGreaterThan(last);
        last = message.last();
        messages++;
      }
      assertThat(last).isEqualTo(203);
      assertThat(messages).isLessThan(150);
    }
  }

  @Test
  void aClientThatReadsNothingHoldsNobodyUp() throws Exception {
    String path = server.start("slow");
    try (Socket deaf = new Socket(server.base.getHost(), server.base.getPort())) {
      deaf.setReceiveBufferSize(1_024);
      deaf.getOutputStream()
          .write(
              "GET %s/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(path, server.token)
                  .getBytes(StandardCharsets.UTF_8));
      try (Stream stream = open(path, "")) {
        assertThat(stream.next().last()).isEqualTo(2);
        for (int i = 0; i < 300; i++) {
          signal("slow");
        }
        terminate("slow");
        long last = 0;
        for (Message message = stream.next();
            !message.event().equals("end");
            message = stream.next()) {
          last = message.last();
        }
        assertThat(last).isEqualTo(303);
      }
    }
  }

  @Test
  void aStoppingServerEndsItsStreams() throws Exception {
    String path = server.start("stop");
    try (Stream stream = open(path, "")) {
      assertThat(stream.next().last()).isEqualTo(2);
      server.web.close();
      assertThat(stream.next()).isNull();
    }
  }
}
