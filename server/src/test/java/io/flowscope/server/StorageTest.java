package io.flowscope.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowscope.engine.Backend;
import io.flowscope.engine.core.Engine;
import io.flowscope.engine.core.EngineConfig;
import io.flowscope.engine.core.WritesStopped;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.TaskList;
import io.flowscope.engine.model.WorkflowType;
import io.flowscope.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is said, and refused, when there is little room or none. */
class StorageTest {
  private static final long MEGABYTE = 1L << 20;
  private static final Path FOLDER = Path.of("/srv/flowscope");
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  private static Storage storage(long freeMegabytes, long totalMegabytes) {
    return new Storage(
        Optional::empty,
        FOLDER,
        200,
        () -> new Storage.Space(freeMegabytes * MEGABYTE, totalMegabytes * MEGABYTE));
  }

  private static String stopped(long freeMegabytes, StoreException cause) {
    return new Storage(
            () -> Optional.of(new WritesStopped(SINCE, SINCE, cause)),
            FOLDER,
            200,
            () -> new Storage.Space(freeMegabytes * MEGABYTE, 10_000 * MEGABYTE))
        .report()
        .sentence();
  }

  @Test
  void aDiskThatFilledUpAMomentAgoIsCalledFull() {
    AtomicLong free = new AtomicLong(148);
    AtomicReference<WritesStopped> failing = new AtomicReference<>();
    Storage storage =
        new Storage(
            () -> Optional.ofNullable(failing.get()),
            FOLDER,
            200,
            () -> new Storage.Space(free.get() * MEGABYTE, 160 * MEGABYTE));
    assertThat(storage.report().state()).isEqualTo(Storage.State.OK);

    free.set(0);
    StoreException cause = new StoreException("No space left on device", new IOException());
    failing.set(new WritesStopped(SINCE, SINCE, cause));

    assertThat(storage.report().sentence())
        .contains("the disk of /srv/flowscope is full, 0 MB are free");
  }

  @Test
  void enoughRoomIsNotSpokenOf() {
    assertThat(storage(200, 10_000).report())
        .isEqualTo(new Storage.Report(Storage.State.OK, "", Optional.empty(), 200));
  }

  @Test
  void theReserveIsAtMostATwentiethOfTheDisk() {
    assertThat(storage(199, 10_000).report().state()).isEqualTo(Storage.State.LOW_SPACE);
    assertThat(storage(50, 1_000).report().state()).isEqualTo(Storage.State.OK);
    assertThat(storage(49, 1_000).report().sentence())
        .isEqualTo(
            "No new execution is begun: 49 MB are free on the disk of /srv/flowscope, and 50 MB are"
                + " kept for those that run. Free some space, or start with another --set"
                + " disk.reserveMegabytes.");
  }

  @Test
  void withLittleRoomNothingIsBegunAndTheRestGoesOn() {
    try (Engine engine = Engine.open(EngineConfig.inMemory())) {
      Backend guarded = storage(10, 10_000).guarding(engine);

      assertThat(guarded.call(new Action.RegisterDomain("d", null, "1", null)).join()).isNotNull();
      assertThatThrownBy(
              () ->
                  guarded
                      .call(
                          new Action.StartWorkflowExecution(
                              "d",
                              "w",
                              new WorkflowType("W", "1"),
                              new TaskList("l"),
                              null,
                              null,
                              null,
                              null,
                              null,
                              null,
                              null))
                      .join())
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("No new execution is begun");
    }
  }

  @Test
  void aFullDiskAQuotaAndABrokenDatabaseAreToldApart() {
    StoreException full =
        new StoreException("The database failed.", new IOException("No space left on device"));
    assertThat(stopped(3, full))
        .isEqualTo(
            "Nothing can be written since 03:04:05 UTC: the disk of /srv/flowscope is full, 3 MB"
                + " are free. Free some space; Flowscope goes on by itself.");
    assertThat(stopped(3_000, full))
        .contains("the system takes no more for /srv/flowscope, though 3000 MB are free");
    assertThat(
            stopped(
                3_000, new StoreException("The database failed. (Closed; SQL statement:\nx [9])")))
        .isEqualTo(
            "Nothing can be written since 03:04:05 UTC: The database failed. (Closed) Flowscope"
                + " goes on by itself.");
  }
}
