package io.flowscope.swf;

import io.flowscope.swf.Transport.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** One request with several calls, and its answers as they come. Read by one thread. */
final class SharedExchange {
  /** How long the rest may take once a piece of an answer has begun. */
  private static final Duration PIECE = Duration.ofSeconds(10);

  /** What somebody answers to a target, a path or a content type that he does not know. */
  private static final Set<Integer> UNKNOWN = Set.of(400, 404, 405, 415, 501);

  private final String name;
  private final List<SharedCall> calls;

  /** Those for which no answer is expected any more. */
  private final boolean[] over;

  private boolean unknownThere;

  SharedExchange(String name, List<SharedCall> calls) {
    this.name = name;
    this.calls = calls;
    this.over = new boolean[calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).sentAs(name + " " + i);
    }
  }

  byte[] body() {
    return Envelope.request(
        name, calls.stream().map(call -> new Envelope.Call(call.action(), call.input())).toList());
  }

  /** Whether the endpoint has said that it knows no such requests. */
  boolean isUnknownThere() {
    return unknownThere;
  }

  /**
   * Reads the answer to its end.
   *
   * @param inVain gets answers that nobody waits for any more
   * @throws IOException when no more answers can come; {@link #fail} is to be called then
   */
  void read(Connection connection, BiConsumer<SharedCall, Reply> inVain) throws IOException {
    await(connection);
    Connection.Head head = connection.head(soon());
    if (head.status != 200) {
      refused(new Reply(head.status, connection.rest(head)));
      return;
    }
    if (!head.type.equals(Envelope.CONTENT_TYPE)) {
      connection.rest(head);
      unknownThere();
      return;
    }
    Envelope.Answers answers = new Envelope.Answers();
    if (head.chunked) {
      await(connection);
      for (byte[] piece = connection.chunk(head, soon());
          piece != null;
          piece = connection.chunk(head, soon())) {
        take(answers.take(piece), inVain);
        await(connection);
      }
    } else {
      take(answers.take(connection.rest(head)), inVain);
    }
    if (answers.isCutOff() || left() > 0) {
      throw new EOFException("The server ended its answer before each call had one.");
    }
  }

  /** What is said of the whole request holds for each of its calls, and nothing was done. */
  private void refused(Reply whole) {
    if (UNKNOWN.contains(whole.status())) {
      unknownThere();
    } else {
      calls.forEach(call -> call.reply().complete(whole));
    }
  }

  private void unknownThere() {
    unknownThere = true;
    calls.forEach(call -> call.reply().complete(SharedCall.UNKNOWN_THERE));
  }

  private void take(List<Envelope.Answer> answers, BiConsumer<SharedCall, Reply> inVain)
      throws IOException {
    for (Envelope.Answer answer : answers) {
      take(answer, inVain);
    }
  }

  private void take(Envelope.Answer answer, BiConsumer<SharedCall, Reply> inVain)
      throws IOException {
    if (answer.call() >= calls.size()) {
      throw new ProtocolException("An answer to a call that was not made: " + answer.call());
    }
    SharedCall call = calls.get(answer.call());
    over[answer.call()] = true;
    Reply reply = new Reply(answer.status(), answer.body());
    if (!call.reply().complete(reply)) {
      inVain.accept(call, reply);
    }
  }

  /** Waits for a piece, and fails the calls whose time ends meanwhile. */
  private void await(Connection connection) throws IOException {
    while (left() > 0 && !connection.hasMore(soonest())) {
      SocketTimeoutException late =
          new SocketTimeoutException("The server did not answer in time.");
      long now = System.nanoTime();
      for (int i = 0; i < over.length; i++) {
        if (!over[i] && calls.get(i).deadline() - now <= 0) {
          over[i] = true;
          calls.get(i).reply().completeExceptionally(late);
        }
      }
      if (left() == 0) {
        throw late;
      }
    }
  }

  private int left() {
    int left = 0;
    for (boolean one : over) {
      left += one ? 0 : 1;
    }
    return left;
  }

  private long soonest() {
    long now = System.nanoTime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < over.length; i++) {
      if (!over[i]) {
        least = Math.min(least, calls.get(i).deadline() - now);
      }
    }
    return now + least;
  }

  private static long soon() {
    return System.nanoTime() + PIECE.toNanos();
  }

  /** No more answers come. */
  void fail(Exception failure) {
    calls.forEach(call -> call.reply().completeExceptionally(failure));
  }
}
