package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that says, byte by byte if need be, what the test wants it to say. */
@Timeout(20)
class SocketTransportTest {
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** What is written for one request; null ends the connection. */
  private final Queue<List<String>> script = new ConcurrentLinkedQueue<>();

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private ServerSocket server;
  private SocketTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
    URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
    transport = new SocketTransport(endpoint, "the.host", LONG, Duration.ZERO);
  }

  @AfterEach
  void stop() throws IOException {
    transport.close();
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (request(in)) {
        List<String> answer = script.poll();
        if (answer == null) {
          waiting.countDown();
          var unused = in.read();
          return;
        }
        for (String part : answer) {
          out.write(part.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        }
        if (answer.getLast().isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went.
    } finally {
      ended.countDown();
    }
  }

  private boolean request(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      text.append((char) next);
    }
    String length = text.toString().replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
    text.append(new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
    requests.add(text.toString());
    return true;
  }

  private String post() throws IOException, InterruptedException {
    Transport.Reply reply =
        transport.post(Map.of("X-A", "b"), "body".getBytes(StandardCharsets.UTF_8), LONG, () -> {});
    return reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8);
  }

  @Test
  void sendsOneRequestAfterAnotherOverOneConnection() throws Exception {
    script.addAll(List.of(List.of(OK), List.of(OK), List.of(OK)));
    for (int i = 0; i < 3; i++) {
      assertThat(post()).isEqualTo("200 ok");
    }
    assertThat(connections).hasValue(1);
    assertThat(requests)
        .hasSize(3)
        .containsOnly(
            "POST / HTTP/1.1\r\nHost: the.host\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody");
  }

  @Test
  void readsAnswersInAnyPieces() throws Exception {
    String chunked =
        "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 400 Bad Request\r\n"
            + "transfer-encoding: Chunked\r\n\r\n"
            + "3;x=y\r\n"
            + "abc\r\n"
            + "0C\r\n"
            + "defghijklmno\r\n"
            + "0\r\n"
            + "Trailer: t\r\n\r\n";
    script.add(List.of(chunked.split("")));
    script.add(List.of("HTTP/1.1 204 No Content\n\n"));
    script.add(List.of("HTTP/1.1 200 OK\r\n\r\nuntil", " the end", ""));
    script.add(List.of("HTTP/1.0 200 OK\r\nContent-Length:  3 \r\n\r\nold"));
    script.add(List.of("HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", ""));
    script.add(
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
            "z".repeat(60_000),
            "z".repeat(40_000)));
    assertThat(post()).isEqualTo("400 abcdefghijklmno");
    assertThat(post()).isEqualTo("204 ");
    assertThat(post()).isEqualTo("200 until the end");
    assertThat(connections).as("the first three").hasValue(1);
    assertThat(post()).isEqualTo("200 old");
    assertThat(connections).as("not after the end of one").hasValue(2);
    assertThat(post()).isEqualTo("503 ");
    assertThat(connections).as("nor of HTTP/1.0").hasValue(3);
    assertThat(post()).isEqualTo("200 " + "z".repeat(100_000));
    assertThat(connections).as("nor where it says close").hasValue(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
      })
  void refusesWhatIsNoAnswer(String answer) throws Exception {
    script.add(List.of(answer));
    script.add(List.of(OK));
    assertThatThrownBy(this::post).isInstanceOf(ProtocolException.class);
    assertThat(post()).as("another connection").isEqualTo("200 ok");
    assertThat(connections).hasValue(2);
  }

  @Test
  void refusesAHeadWithoutEnd() {
    script.add(List.of("HTTP/1.1 200 OK\r\n" + "X-Y: z\r\n".repeat(20_000)));
    assertThatThrownBy(this::post).isInstanceOf(ProtocolException.class);
    script.add(List.of("HTTP/1.1 200 OK\r\n" + "x".repeat(200_000)));
    assertThatThrownBy(this::post).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 200 OK\r\nContent-Length: 3"})
  void sendsNothingTwiceWhenTheAnswerIsCutOff(String start) {
    String head = start.isEmpty() || start.endsWith("e") ? start : start + "\r\n\r\nab";
    script.add(List.of(head, ""));
    assertThatThrownBy(this::post).isInstanceOf(EOFException.class);
    assertThat(requests).hasSize(1);
  }

  @Test
  void seesThatAConnectionWasClosedWhileItRested() throws Exception {
    script.add(List.of(OK, ""));
    script.add(List.of(OK));
    assertThat(post()).isEqualTo("200 ok");
    ended.await();
    assertThat(post()).isEqualTo("200 ok");
    assertThat(connections).hasValue(2);
  }

  @Test
  void givesUpWhenPatienceEnds() {
    assertThatThrownBy(() -> transport.post(Map.of(), new byte[0], Duration.ofMillis(50), () -> {}))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptGivesUp(boolean virtual) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform())
            .start(
                () -> {
                  try {
                    post();
                  } catch (Throwable e) {
                    thrown.complete(e);
                  }
                });
    waiting.await();
    caller.interrupt();
    assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void closingGivesUp() throws Exception {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post();
              } catch (IOException e) {
                return "given up";
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    waiting.await();
    transport.close();
    assertThat(answer.join()).isEqualTo("given up");
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
  }
}
