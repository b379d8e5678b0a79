package io.flowscope.server.connect;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.server.ConnectionSettings;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Trouble;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SWF on which executions run: the embedded engine, or one elsewhere. Of one elsewhere it knows
 * what is wrong with it, from what became of the last call.
 */
public final class Connection implements Backend {
  /** The name of the embedded engine's. */
  public static final String LOCAL = "local";

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final String name;
  private final String domain;
  private final String label;
  private final Backend backend;
  private final News news;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
  private volatile long troubledSince;

  private Connection(
      String name, String domain, String label, Backend backend, News news, InstantSource clock) {
    this.name = name;
    this.domain = domain;
    this.label = label;
    this.backend = backend;
    this.news = news;
    this.clock = clock;
  }

  /** The embedded engine's. */
  public static Connection local(String domain, Backend engine, News news) {
    return new Connection(LOCAL, domain, "embedded", engine, news, InstantSource.system());
  }

  /** That of an SWF elsewhere; nothing is sent yet. */
  static Connection remote(
      ConnectionSettings settings, ScheduledExecutorService timer, InstantSource clock) {
    AwsConnection aws =
        new AwsConnection(settings.region(), settings.endpoint(), settings.profile(), null);
    return remote(settings, aws.name(), new AwsBackend(aws), timer, clock);
  }

  /** The same with a backend of one's own. */
  public static Connection remote(
      ConnectionSettings settings,
      String label,
      Backend backend,
      ScheduledExecutorService timer,
      InstantSource clock) {
    return new Connection(
        settings.name(), settings.domain(), label, backend, new AskedNews(backend, timer), clock);
  }

  /** How addresses name it. */
  public String name() {
    return name;
  }

  /** The domain in which uploaded jars run there. */
  public String domain() {
    return domain;
  }

  /** How people name it: where it is. */
  public String label() {
    return label;
  }

  /** Whether it is the embedded engine's. */
  public boolean isLocal() {
    return name.equals(LOCAL);
  }

  /** The news of executions there. */
  public News news() {
    return news;
  }

  /** What is wrong with it; empty when the last call was answered. */
  public Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  /** Since when {@link #trouble} is there, epoch milliseconds. */
  public long troubledSince() {
    return troubledSince;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What fails at the connection itself is remembered until a call passes.
   */
  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<R> answer = backend.call(action);
    if (!isLocal()) {
      var unused = answer.whenComplete((value, failure) -> note(failure));
    }
    return answer;
  }

  /** What a failure of a call there means. */
  public Trouble explain(Throwable failure) {
    return Trouble.of(failure, label, domain);
  }

  private void note(@Nullable Throwable failure) {
    if (failure instanceof CancellationException) {
      return;
    }
    Trouble now = failure == null ? null : explain(failure);
    if (now != null && !now.kind().isOfConnection()) {
      now = null;
    }
    Trouble before = trouble.getAndSet(now);
    if (now != null && before == null) {
      troubledSince = clock.millis();
    }
    if (now == null && before != null) {
      LOG.info("The connection {} works again", name);
    } else if (now != null && (before == null || before.kind() != now.kind())) {
      LOG.warn("The connection {}: {}", name, now.sentence());
    }
  }

  /** Gives up calls under way there; the embedded engine has an owner of its own. */
  @Override
  public void close() {
    if (!isLocal()) {
      backend.close();
    }
  }
}
