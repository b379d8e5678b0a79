package io.flowscope.server.swf;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.swf.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon SWF's wire protocol over a {@link Backend}, independent of the HTTP server that carries
 * it. Bad input is always a fault of the caller, never an internal error.
 */
public final class SwfEndpoint implements AutoCloseable {

  /** The largest request body in bytes, as on SWF. */
  public static final int MAXIMUM_BODY = 1_048_576;

  /** The content type of requests and answers. */
  public static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private static final Logger LOG = LoggerFactory.getLogger(SwfEndpoint.class);

  /** A poll without a task, as AWS answers it. */
  private static final byte[] NO_DECISION_TASK =
      "{\"previousStartedEventId\":0,\"startedEventId\":0}".getBytes(StandardCharsets.UTF_8);

  private static final byte[] NO_ACTIVITY_TASK =
      "{\"startedEventId\":0}".getBytes(StandardCharsets.UTF_8);

  private static final int ANSWERERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Function<AccessKey, Backend> backends;
  private final KeyRing keys;
  private final Incoming incoming;
  private final Tasks tasks;
  private final PayloadEndpoint payloads;

  /**
   * Makes the answers: an engine completes its futures in the one thread that carries out commands,
   * which has better things to do.
   */
  private final ThreadPoolExecutor answering =
      new ThreadPoolExecutor(
          ANSWERERS,
          ANSWERERS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("swf-answer-", 0).factory());

  private final CallsUnderWay underWay;

  /** Requests with several calls, by the id of their key and their name. */
  private final Map<String, SharedCalls> shared = new ConcurrentHashMap<>();

  /**
   * @param clock checks the date of signatures
   */
  public SwfEndpoint(Backend backend, KeyRing keys, InstantSource clock) {
    this(key -> backend, keys, clock, Tasks.UNKNOWN);
  }

  /** One that keeps large values in memory. */
  public SwfEndpoint(
      Function<AccessKey, Backend> backends, KeyRing keys, InstantSource clock, Tasks tasks) {
    this(backends, keys, clock, tasks, ServerPayloads.inMemory());
  }

  /**
   * @param backends where the calls of a key go; keys of workers may be of an SWF elsewhere
   * @param clock checks the date of signatures
   * @param tasks those of the embedded engine
   * @param payloads where workers keep large values
   */
  public SwfEndpoint(
      Function<AccessKey, Backend> backends,
      KeyRing keys,
      InstantSource clock,
      Tasks tasks,
      ServerPayloads payloads) {
    this.payloads = new PayloadEndpoint(payloads);
    this.backends = backends;
    this.keys = keys;
    this.incoming = new Incoming(keys, clock);
    this.underWay = new CallsUnderWay(keys);
    this.tasks = tasks;
    answering.allowCoreThreadTimeOut(true);
  }

  /**
   * A request as it came in.
   *
   * @param headers names in lower case
   * @param body at most {@link #MAXIMUM_BODY} bytes and one more, which tells that there were more
   */
  public record Request(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {}

  /**
   * What to answer, always with content type {@link #CONTENT_TYPE}.
   *
   * @param taskToken of the task that it hands out, or null
   */
  public record Answer(int status, String requestId, byte[] body, @Nullable String taskToken) {
    Answer(int status, String requestId, byte[] body) {
      this(status, requestId, body, null);
    }

    /** Whether somebody must get it, or a task waits in vain. */
    boolean handsOut() {
      return taskToken != null;
    }
  }

  /**
   * Answers one request. Canceling the future cancels a long poll behind it. The future never fails
   * otherwise: whatever goes wrong is an answer.
   */
  public CompletableFuture<Answer> answer(Request request) {
    String id = requestId();
    try {
      if (Incoming.header(request, "x-amz-target").startsWith(PayloadEndpoint.TARGET)) {
        return payload(id, request);
      }
      Class<? extends Action<?>> type = Incoming.action(request);
      AccessKey key = incoming.authenticate(request);
      Action<?> action = Wire.decode(Incoming.text(request.body()), type);
      Permissions.check(key, action, tasks::domain);
      return call(id, key, action, answering);
    } catch (Refusal | SwfFault e) {
      return CompletableFuture.completedFuture(Faults.answer(id, e));
    } catch (RuntimeException e) {
      LOG.error("Request {} could not be handled", id, e);
      return CompletableFuture.completedFuture(Faults.answer(id, e));
    }
  }

  /** Whether a request holds several calls: {@link #open} is for it then. */
  static boolean isShared(@Nullable String target) {
    return Envelope.TARGET.equals(target);
  }

  /**
   * A request with several calls: them, once they were made, or why none was made.
   *
   * @param refusal the answer to the whole; null where {@code calls} is not
   */
  record Opened(@Nullable SharedCalls calls, @Nullable Answer refusal) {}

  /**
   * Makes the calls of a request; each is answered as soon as it would be if it had come alone.
   *
   * @param out where the answers go; nothing is written where the whole is refused
   */
  Opened open(Request request, AnswerStream out) {
    String id = requestId();
    try {
      Envelope.Calls asked = Incoming.envelope(request);
      AccessKey key = incoming.authenticate(request);
      SharedCalls calls = new SharedCalls(asked, out, answering, this::undelivered);
      String place = place(key, asked.name());
      shared.put(place, calls);
      calls.begin(
          (call, executor) -> one(id, key, call, executor), () -> shared.remove(place, calls));
      return new Opened(calls, null);
    } catch (Refusal | SwfFault e) {
      return new Opened(null, Faults.answer(id, e));
    } catch (RuntimeException e) {
      LOG.error("Request {} could not be handled", id, e);
      return new Opened(null, Faults.answer(id, e));
    }
  }

  private static String place(AccessKey key, String exchange) {
    return key.id() + " " + exchange;
  }

  private CompletableFuture<Answer> one(
      String id, AccessKey key, Envelope.Call call, Executor executor) {
    try {
      if (call.action().equals(Envelope.GIVE_UP) || call.action().equals(Envelope.HAND_BACK)) {
        notice(key, call);
        return CompletableFuture.completedFuture(new Answer(200, id, new byte[0]));
      }
      Action<?> action = Wire.decode(Incoming.text(call.input()), Incoming.action(call.action()));
      Permissions.check(key, action, tasks::domain);
      return call(id, key, action, executor);
    } catch (Refusal | SwfFault e) {
      return CompletableFuture.completedFuture(Faults.answer(id, e));
    } catch (RuntimeException e) {
      LOG.error("A call of request {} could not be handled", id, e);
      return CompletableFuture.completedFuture(Faults.answer(id, e));
    }
  }

  /** What clients with several calls in a request tell instead of closing a connection. */
  private void notice(AccessKey key, Envelope.Call call) {
    String text = new String(call.input(), StandardCharsets.UTF_8);
    if (call.action().equals(Envelope.HAND_BACK)) {
      Permissions.check(key, new Action.RespondActivityTaskCanceled(text, null), tasks::domain);
      tasks.undelivered(text);
      return;
    }
    int space = text.indexOf(' ');
    if (space < 0 || !text.substring(space + 1).matches("\\d{1,4}")) {
      throw new SwfFault("ValidationException", "Name an exchange and the index of a call in it.");
    }
    SharedCalls calls = shared.get(place(key, text.substring(0, space)));
    if (calls != null) {
      calls.giveUp(Integer.parseInt(text.substring(space + 1)));
    }
  }

  /** Files are read and written on a thread of its own. */
  private CompletableFuture<Answer> payload(String id, Request request) {
    if (request.body().length > payloads.maximumBody()) {
      throw Refusal.tooLarge(payloads.maximumBody());
    }
    AccessKey key = incoming.authenticate(request);
    String operation =
        Incoming.header(request, "x-amz-target").substring(PayloadEndpoint.TARGET.length());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("payload")
        .start(
            () -> {
              try {
                answer.complete(
                    new Answer(200, id, payloads.answer(key, operation, request.body())));
              } catch (RuntimeException e) {
                answer.complete(Faults.answer(id, e));
              }
            });
    return answer;
  }

  /**
   * How many bytes the body of a request may have: more than on SWF only for large values, and only
   * where the request names a key that is known here.
   */
  int maximumBody(@Nullable String target, @Nullable String authorization) {
    boolean payload =
        target != null
            && target.startsWith(PayloadEndpoint.TARGET)
            && !isShared(target)
            && authorization != null
            && keys.find(authorization.replaceFirst("^.*Credential=([^/]*)/.*$", "$1")).isPresent();
    return payload ? payloads.maximumBody() : MAXIMUM_BODY;
  }

  /** The answer to a request that need not be read to its end. */
  Answer tooLarge(int maximum) {
    return Faults.answer(requestId(), Refusal.tooLarge(maximum));
  }

  /** The answer to a request whose body did not come in time. */
  Answer tooSlow() {
    return Faults.answer(requestId(), Refusal.tooSlow());
  }

  /** Nobody got this answer: its task need not wait until its time is over. */
  void undelivered(Answer answer) {
    if (answer.taskToken() != null) {
      LOG.debug("The caller went before request {} was answered with a task", answer.requestId());
      tasks.undelivered(answer.taskToken());
    }
  }

  /** Unique, and cheap: it guards nothing. */
  private static String requestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private CompletableFuture<Answer> call(
      String id, AccessKey key, Action<?> action, Executor answering) {
    CompletableFuture<?> call = backends.apply(key).call(action);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (call.isDone()) {
      finish(id, call, answer);
    } else {
      call.whenComplete(
          (value, failure) -> {
            if (answer.isDone() && value == null) {
              return;
            }
            answering.execute(() -> finish(id, call, answer));
          });
    }
    answer.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            call.cancel(true);
          }
        });
    underWay.add(key.id(), action, answer);
    CompletableFuture<Answer> told = answer.exceptionally(canceled -> Faults.answer(id, canceled));
    told.whenComplete(
        (value, failure) -> {
          if (told.isCancelled()) {
            answer.cancel(true);
          }
        });
    return told;
  }

  private void finish(String id, CompletableFuture<?> call, CompletableFuture<Answer> answer) {
    Answer made;
    try {
      Object value = call.join();
      made = new Answer(200, id, body(value), taskToken(value));
    } catch (RuntimeException e) {
      made = Faults.answer(id, e);
    }
    if (!answer.complete(made)) {
      undelivered(made);
    }
  }

  private static byte[] body(Object value) {
    if (value instanceof DecisionTask task && task.taskToken() == null) {
      return NO_DECISION_TASK;
    }
    if (value instanceof ActivityTask task && task.taskToken() == null) {
      return NO_ACTIVITY_TASK;
    }
    return Wire.encodeBytes(value);
  }

  private static @Nullable String taskToken(Object value) {
    return switch (value) {
      case DecisionTask task -> task.taskToken();
      case ActivityTask task -> task.taskToken();
      default -> null;
    };
  }

  /** Ends all long polls and refuses new ones; whatever else is asked is still answered. */
  @Override
  public void close() {
    underWay.close();
  }
}
