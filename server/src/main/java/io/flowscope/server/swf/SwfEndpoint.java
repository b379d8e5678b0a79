package io.flowscope.server.swf;

import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTask;
import io.flowscope.engine.model.DecisionTask;
import io.flowscope.engine.store.StoreException;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.Storage;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import io.flowscope.swf.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What a lenient decoder puts for bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  private static final String TARGET = "SimpleWorkflowService.";
  private static final int BAD_REQUEST = 400;
  static final int TOO_LARGE = 413;
  static final int TOO_SLOW = 408;
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;
  private static final int ANSWERERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Function<AccessKey, Backend> backends;
  private final KeyRing keys;
  private final InstantSource clock;
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

  /** Calls under way, by the id of their key: they end when the key does. */
  private final Map<String, Set<UnderWay>> underWay = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /**
   * @param clock checks the date of signatures
   */
  public SwfEndpoint(Backend backend, KeyRing keys, InstantSource clock) {
    this(key -> backend, keys, clock, Tasks.UNKNOWN);
  }

  /** What is asked and told of tasks beside SWF's actions. */
  public interface Tasks {
    /** Of tasks that this process knows nothing of. */
    Tasks UNKNOWN =
        new Tasks() {
          @Override
          public Optional<String> domain(String token) {
            return Optional.empty();
          }

          @Override
          public void undelivered(String token) {
            // They end when their time is over.
          }
        };

    /** Of an engine in this process. */
    static Tasks of(Engine engine) {
      return new Tasks() {
        @Override
        public Optional<String> domain(String token) {
          return engine.taskDomain(token);
        }

        @Override
        public void undelivered(String token) {
          engine.undelivered(token);
        }
      };
    }

    /** The domain of the task that the token is good for now, where that is known. */
    Optional<String> domain(String token);

    /** Is told the token of each task that a poll got whose caller is known to be gone. */
    void undelivered(String token);
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
    this.clock = clock;
    this.tasks = tasks;
    answering.allowCoreThreadTimeOut(true);
    keys.onChange(this::keyChanged);
  }

  private record UnderWay(Action<?> action, CompletableFuture<Answer> answer) {}

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

  /** A refusal that is no fault of the service: its status is not 400. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient SwfFault fault;

    Refusal(int status, String type, String message) {
      super(message, null, false, false);
      this.status = status;
      this.fault = new SwfFault(type, message);
    }
  }

  /**
   * Answers one request. Canceling the future cancels a long poll behind it. The future never fails
   * otherwise: whatever goes wrong is an answer.
   */
  public CompletableFuture<Answer> answer(Request request) {
    String id = requestId();
    try {
      if (header(request, "x-amz-target").startsWith(PayloadEndpoint.TARGET)) {
        return payload(id, request);
      }
      Class<? extends Action<?>> type = action(request);
      AccessKey key = authenticate(request);
      Action<?> action = Wire.decode(text(request.body()), type);
      Permissions.check(key, action, tasks::domain);
      return call(id, key, action);
    } catch (Refusal | SwfFault e) {
      return CompletableFuture.completedFuture(failed(id, e));
    } catch (RuntimeException e) {
      LOG.error("Request {} could not be handled", id, e);
      return CompletableFuture.completedFuture(failed(id, e));
    }
  }

  /** Files are read and written on a thread of its own. */
  private CompletableFuture<Answer> payload(String id, Request request) {
    if (request.body().length > payloads.maximumBody()) {
      throw largeRequest(payloads.maximumBody());
    }
    AccessKey key = authenticate(request);
    String operation = header(request, "x-amz-target").substring(PayloadEndpoint.TARGET.length());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("payload")
        .start(
            () -> {
              try {
                answer.complete(
                    new Answer(200, id, payloads.answer(key, operation, request.body())));
              } catch (RuntimeException e) {
                answer.complete(failed(id, e));
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
            && authorization != null
            && keys.find(authorization.replaceFirst("^.*Credential=([^/]*)/.*$", "$1")).isPresent();
    return payload ? payloads.maximumBody() : MAXIMUM_BODY;
  }

  /** The answer to a request that need not be read to its end. */
  Answer tooLarge(int maximum) {
    return failed(requestId(), largeRequest(maximum));
  }

  /** The answer to a request whose body did not come in time. */
  Answer tooSlow() {
    return failed(
        requestId(),
        new Refusal(
            TOO_SLOW, "RequestTimeoutException", "The body of the request took too long to come."));
  }

  private static Refusal largeRequest(int maximum) {
    return new Refusal(
        TOO_LARGE,
        "RequestEntityTooLargeException",
        "The request is larger than the maximum %d bytes.".formatted(maximum));
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

  private static Class<? extends Action<?>> action(Request request) {
    if (request.body().length > MAXIMUM_BODY) {
      throw largeRequest(MAXIMUM_BODY);
    }
    String target = header(request, "x-amz-target");
    String name = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    Class<? extends Action<?>> type =
        Wire.action(name)
            .orElseThrow(
                () ->
                    new SwfFault(
                        "UnknownOperationException",
                        target.isEmpty()
                            ? "The header X-Amz-Target is missing; give"
                                + " SimpleWorkflowService.<Action>."
                            : "Unknown action " + shown(target)));
    String contentType = header(request, "content-type").replaceFirst(";.*", "").strip();
    if (!contentType.equalsIgnoreCase(CONTENT_TYPE)) {
      throw new SwfFault("SerializationException", "Use content type " + CONTENT_TYPE + ".");
    }
    return type;
  }

  private AccessKey authenticate(Request request) {
    SignedRequest signed =
        new SignedRequest(
            request.method(), request.path(), request.query(), request.headers(), request.body());
    Verification verification =
        SigV4.verify(signed, id -> keys.find(id).map(AccessKey::secret), clock);
    return switch (verification) {
      case Verification.Refused refused ->
          throw new Refusal(refused.error().status(), refused.error().type(), refused.message());
      case Verification.Verified verified ->
          keys.find(verified.accessKey())
              .orElseThrow(
                  () ->
                      new Refusal(
                          Verification.Error.UNRECOGNIZED_CLIENT.status(),
                          Verification.Error.UNRECOGNIZED_CLIENT.type(),
                          "The access key was revoked."));
    };
  }

  private static String text(byte[] body) {
    if (body.length == 0) {
      throw new SwfFault("SerializationException", "Body is empty; a JSON object is required.");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      text = strictText(body);
    }
    if (!text.stripLeading().startsWith("{")) {
      throw new SwfFault("SerializationException", "Start of structure expected: a JSON object.");
    }
    return text;
  }

  /** Finds what a lenient decoder would have replaced. */
  private static String strictText(byte[] body) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(body.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new SwfFault("SerializationException", "invalid UTF-8 at byte " + in.position());
    }
    return out.flip().toString();
  }

  private CompletableFuture<Answer> call(String id, AccessKey key, Action<?> action) {
    CompletableFuture<?> call = backends.apply(key).call(action);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    UnderWay entry = new UnderWay(action, answer);
    Set<UnderWay> entries =
        underWay.computeIfAbsent(key.id(), unused -> ConcurrentHashMap.newKeySet());
    entries.add(entry);
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
          entries.remove(entry);
          if (failure != null) {
            call.cancel(true);
          }
        });
    if (!permitted(key.id(), action)) {
      answer.cancel(true);
    }
    if (closed && isPoll(action)) {
      answer.completeExceptionally(stopping());
    }
    CompletableFuture<Answer> told = answer.exceptionally(canceled -> failed(id, canceled));
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
      made = failed(id, e);
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
    closed = true;
    for (Set<UnderWay> entries : underWay.values()) {
      for (UnderWay entry : entries) {
        if (isPoll(entry.action())) {
          entry.answer().completeExceptionally(stopping());
        }
      }
    }
  }

  private static boolean isPoll(Action<?> action) {
    return action instanceof Action.PollForDecisionTask
        || action instanceof Action.PollForActivityTask;
  }

  private static Refusal stopping() {
    return new Refusal(UNAVAILABLE, "ServiceUnavailable", "The server is stopping.");
  }

  /** Polls that the key no longer permits give their place back at once. */
  private void keyChanged(String id) {
    Set<UnderWay> entries = underWay.getOrDefault(id, Set.of());
    for (UnderWay entry : entries) {
      if (!permitted(id, entry.action())) {
        entry.answer().cancel(true);
      }
    }
    if (keys.find(id).isEmpty()) {
      underWay.remove(id);
    }
  }

  private boolean permitted(String id, Action<?> action) {
    try {
      AccessKey key = keys.find(id).orElse(null);
      if (key == null) {
        return false;
      }
      // A token that was good for the key's domain when the call came is so for ever.
      Permissions.check(key, action, token -> Optional.empty());
      return true;
    } catch (SwfFault e) {
      return false;
    }
  }

  private static Answer failed(String id, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof SwfFault fault) {
      return new Answer(BAD_REQUEST, id, Faults.body(fault));
    }
    if (cause instanceof Refusal refusal) {
      return new Answer(refusal.status, id, Faults.body(refusal.fault));
    }
    if (cause instanceof java.util.concurrent.CancellationException) {
      return new Answer(
          BAD_REQUEST,
          id,
          Faults.body(new SwfFault("OperationNotPermittedFault", "The key was revoked.")));
    }
    if (cause instanceof StoreException store) {
      LOG.warn("Request {} failed: {}", id, store.getMessage());
      return new Answer(
          UNAVAILABLE,
          id,
          Faults.body(
              new SwfFault(
                  "ServiceUnavailable",
                  Storage.isFull(store)
                      ? "Nothing can be written: the disk is full. Try again when space was freed."
                      : "Nothing can be written at present; the server's health and log tell"
                          + " why.")));
    }
    if (cause instanceof IOException) {
      // An SWF elsewhere; its connection tells in the log what is wrong with it.
      return new Answer(
          UNAVAILABLE,
          id,
          Faults.body(
              new SwfFault(
                  "ServiceUnavailable",
                  "The call was forwarded and failed there: " + cause.getMessage())));
    }
    LOG.error("Request {} failed", id, cause);
    return new Answer(
        INTERNAL,
        id,
        Faults.body(
            new SwfFault(
                "InternalFailure",
                "The request failed inside the server; its log tells more under request " + id)));
  }

  private static String header(Request request, String name) {
    List<String> values = request.headers().getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
