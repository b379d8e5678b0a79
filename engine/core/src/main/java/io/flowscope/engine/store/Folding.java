package io.flowscope.engine.store;

import io.flowscope.engine.store.Sealed.Point;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries batches from the journal into the database, many in one transaction, on a thread of its
 * own. Everything that changes the database goes through here.
 */
final class Folding {
  private static final Logger LOG = LoggerFactory.getLogger(Folding.class);

  /**
   * Lets batches gather: a transaction writes whole pages anew, the same for one batch as for a
   * hundred. Reads look into what waits, so that nobody sees the pause.
   */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** Bounds a transaction. */
  private static final int EVENTS = 4_000;

  /** From so many bytes on it no longer pauses. */
  private static final long MANY = 1 << 20;

  /** So many bytes may wait; then who writes waits too. */
  private static final long MOST = 24 << 20;

  /** How long nothing may come before space is given back, and how long that takes at a time. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final Duration COMPACT = Duration.ofMillis(50);

  /** So many batches make it worth while. */
  private static final int COMPACT_AFTER = 5_000;

  private final H2Database database;
  private final Connection connection;
  private final H2Writes writes;
  private final Unfolded unfolded;
  private final Journal journal;
  private final Lock exclusive;
  private final Lock lock;
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean compacting;
  private int changes;
  private volatile boolean stopping;
  private volatile @Nullable StoreException failed;

  /**
   * @param exclusive is taken while nobody may read
   * @param lock is held while the database is in the middle of a change
   */
  Folding(
      H2Database database,
      Connection connection,
      H2Writes writes,
      Unfolded unfolded,
      Journal journal,
      Lock exclusive,
      Lock lock) {
    this.exclusive = exclusive;
    this.lock = lock;
    this.database = database;
    this.connection = connection;
    this.writes = writes;
    this.unfolded = unfolded;
    this.journal = journal;
    this.thread = Thread.ofPlatform().daemon().name("engine-folding").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** A batch was added. Waits while too much of them has gathered. */
  void added() {
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
    if (unfolded.bytes() > MOST) {
      unfolded.awaitLess(MOST, () -> failed != null);
    }
    check();
  }

  /** Throws what a fold failed with; nothing is folded any more then. */
  void check() {
    StoreException cause = failed;
    if (cause != null) {
      throw cause;
    }
  }

  /** Puts all that waits into the database, now. */
  void drain() {
    while (!unfolded.isEmpty()) {
      fold();
    }
  }

  /** Work on the database that changes it. */
  @FunctionalInterface
  interface Change<T> {
    T in(Connection connection) throws SQLException;
  }

  /**
   * Changes the database in a transaction of its own, after all that was written before.
   *
   * @param synced whether it is on the disk on return
   */
  <T> T change(Change<T> change, boolean synced) {
    drain();
    lock.lock();
    try {
      check();
      T result = change.in(connection);
      connection.commit();
      if (synced) {
        sync();
      }
      changed(1);
      return result;
    } catch (Throwable e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  private void fold() {
    lock.lock();
    try {
      check();
      List<Sealed> oldest = unfolded.oldest(EVENTS);
      if (oldest.isEmpty()) {
        return;
      }
      writes.fold(oldest);
      connection.commit();
      unfolded.remove(oldest);
      changed(oldest.size());
      Point folded = unfolded.folded();
      if (journal.isReleasable(folded.sequence())) {
        sync();
        journal.release(folded.sequence());
      }
    } catch (Throwable e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives space back to the file system, for a moment: what is left comes next time. Nobody reads
   * meanwhile, and nothing is folded; commands go on. What the disk still has to take it takes
   * before, while others read.
   */
  void compact() {
    lock.lock();
    try {
      sync();
      // Who waits for this lock would keep new readers out, so it is not waited for.
      if (exclusive.tryLock()) {
        try {
          long before = database.fileSize();
          database.compact(connection, COMPACT);
          compacting = database.fileSize() < before - before / 100;
        } finally {
          exclusive.unlock();
        }
      }
    } catch (Throwable e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the database is on the disk. */
  void sync() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("checkpoint sync");
    }
  }

  /** Notes that much was written, after which there is space to give back. */
  private void changed(int much) {
    changes += much;
    if (changes > COMPACT_AFTER) {
      changes = 0;
      compacting = true;
    }
  }

  /** Whatever it was, half of a change must not be committed with the next one. */
  private StoreException failed(Throwable e) {
    StoreException cause =
        switch (e) {
          case StoreException known -> known;
          case SQLException sql -> database.explained(sql);
          default -> database.unwritable(e);
        };
    failed = cause;
    unfolded.wakeAll();
    return cause;
  }

  private void run() {
    try {
      while (!stopping) {
        await();
        fold();
      }
    } catch (StoreException e) {
      LOG.debug("Whoever writes next is told, and opens the store anew", e);
    }
  }

  /** Waits for batches, and a little longer so that more come; compacts when there are none. */
  private void await() {
    idle = true;
    if (unfolded.isEmpty() && compacting && !stopping) {
      LockSupport.parkNanos(this, QUIET.toNanos());
      if (unfolded.isEmpty() && !stopping) {
        compact();
      }
    } else if (unfolded.isEmpty() && !stopping) {
      LockSupport.park(this);
    }
    idle = false;
    if (!stopping && !unfolded.isEmpty() && unfolded.bytes() < MANY) {
      LockSupport.parkNanos(this, PAUSE.toNanos());
    }
  }

  /** Ends the thread; what waits stays in the journal. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
