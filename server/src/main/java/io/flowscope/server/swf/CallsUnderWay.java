package io.flowscope.server.swf;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.server.swf.SwfEndpoint.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are not answered yet, by the id of their key: they end when the key does, and long
 * polls when the server stops. Safe for use by several threads.
 */
final class CallsUnderWay implements AutoCloseable {
  private final KeyRing keys;
  private final Map<String, Set<Call>> calls = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Call(Action<?> action, CompletableFuture<Answer> answer) {}

  CallsUnderWay(KeyRing keys) {
    this.keys = keys;
    keys.onChange(this::keyChanged);
  }

  /** Keeps the call until it is answered, or ends it at once if it may not be under way. */
  void add(String keyId, Action<?> action, CompletableFuture<Answer> answer) {
    Call call = new Call(action, answer);
    Set<Call> ofKey = calls.computeIfAbsent(keyId, unused -> ConcurrentHashMap.newKeySet());
    ofKey.add(call);
    answer.whenComplete((value, failure) -> ofKey.remove(call));
    if (!permitted(keyId, action)) {
      answer.cancel(true);
    }
    if (closed && isPoll(action)) {
      answer.completeExceptionally(Refusal.stopping());
    }
  }

  /** Ends all long polls and refuses new ones. */
  @Override
  public void close() {
    closed = true;
    for (Set<Call> ofKey : calls.values()) {
      for (Call call : ofKey) {
        if (isPoll(call.action())) {
          call.answer().completeExceptionally(Refusal.stopping());
        }
      }
    }
  }

  private static boolean isPoll(Action<?> action) {
    return action instanceof Action.PollForDecisionTask
        || action instanceof Action.PollForActivityTask;
  }

  /** Polls that the key no longer permits give their place back at once. */
  private void keyChanged(String id) {
    for (Call call : calls.getOrDefault(id, Set.of())) {
      if (!permitted(id, call.action())) {
        call.answer().cancel(true);
      }
    }
    if (keys.find(id).isEmpty()) {
      calls.remove(id);
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
}
