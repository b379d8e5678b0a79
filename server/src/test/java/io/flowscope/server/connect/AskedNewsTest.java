package io.flowscope.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.Event;
import io.flowscope.engine.model.History;
import io.flowscope.engine.model.HistoryEvent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often an SWF elsewhere is asked; time is what this test says it is. */
class AskedNewsTest {
  private final List<Long> pauses = new ArrayList<>();
  private final List<Long> told = new ArrayList<>();
  private @Nullable Runnable planned;
  private @Nullable Long last = 3L;
  private int calls;

  private final Backend backend =
      new Backend() {
        @Override
        @SuppressWarnings("unchecked")
        public <R> CompletableFuture<R> call(Action<R> action) {
          calls++;
          if (last == null) {
            return CompletableFuture.failedFuture(new IOException("nobody there"));
          }
          HistoryEvent event =
              new HistoryEvent(Instant.EPOCH, last, new Event.DecisionTaskStarted("worker", 1L));
          return (CompletableFuture<R>)
              CompletableFuture.completedFuture(new History(List.of(event), null));
        }

        @Override
        public void close() {}
      };

  private final ScheduledExecutorService timer =
      (ScheduledExecutorService)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ScheduledExecutorService.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("schedule")) {
                  planned = (Runnable) arguments[0];
                  pauses.add(((TimeUnit) arguments[2]).toMillis((Long) arguments[1]));
                }
                return method.getReturnType() == boolean.class ? false : null;
              });

  private void pass(int times) {
    for (int i = 0; i < times; i++) {
      Runnable next = planned;
      planned = null;
      assertThat(next).isNotNull();
      next.run();
    }
  }

  @Test
  void whileNothingHappensItIsAskedMoreAndMoreSeldom() throws Exception {
    try (AutoCloseable watch = new AskedNews(backend, timer).subscribe("d", "w", "r", told::add)) {
      pass(10);
      assertThat(told).containsExactly(3L);
      assertThat(pauses)
          .containsExactly(
              1_000L, 1_000L, 1_500L, 2_250L, 3_375L, 5_062L, 7_593L, 11_390L, 15_000L, 15_000L,
              15_000L);

      last = 7L;
      pass(2);
      assertThat(told).containsExactly(3L, 7L);
      assertThat(pauses).endsWith(1_000L, 1_500L);
    }
  }

  @Test
  void whatCannotBeAskedIsToldOnceMoreSoThatTheListenerFindsOut() throws Exception {
    last = null;
    try (AutoCloseable watch = new AskedNews(backend, timer).subscribe("d", "w", "r", told::add)) {
      pass(8);
    }
    assertThat(told).hasSize(8).containsOnly(0L);
    assertThat(pauses)
        .containsExactly(
            1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
  }

  @Test
  void withoutWatchersNothingIsAsked() throws Exception {
    AutoCloseable watch = new AskedNews(backend, timer).subscribe("d", "w", "r", told::add);
    pass(1);
    watch.close();
    pass(1);
    assertThat(planned).isNull();
    assertThat(calls).isEqualTo(2);
    assertThat(told).containsExactly(3L);
  }
}
