package io.flowscope.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that only read, used one after another. None is ever rolled back, as pools of
 * connections do: by a rollback the database writes all that has changed, from the thread of the
 * reader and table after table, while another thread is in the middle of a transaction. A kill
 * after that leaves changes of which the undo log knows nothing, and so half a transaction. Each
 * statement is a transaction of its own, which ends by a commit that has nothing to write. Closing
 * a connection rolls back, too, so that waits until nobody changes anything.
 */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Deque<Connection> idle = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private final Lock changing;
  private boolean closed;

  /**
   * Opens all of them, before anybody writes.
   *
   * @param changing is held by whoever is in the middle of a change
   * @throws StoreException in one sentence
   */
  Readers(H2Database database, int count, Lock changing) {
    this.changing = changing;
    try {
      for (int i = 0; i < count; i++) {
        Connection connection = database.connect();
        idle.push(connection);
        connection.setAutoCommit(true);
      }
    } catch (SQLException | RuntimeException e) {
      close();
      throw e instanceof SQLException sql ? database.explained(sql) : (RuntimeException) e;
    }
  }

  /** A read of the database. */
  @FunctionalInterface
  interface Read<T, E extends Exception> {
    T from(Connection connection) throws SQLException, E;
  }

  /**
   * Reads; waits while all connections are in use.
   *
   * @throws IllegalStateException when they are closed
   */
  <T, E extends Exception> T read(Read<T, E> read) throws SQLException, E {
    Connection connection = take();
    try {
      return read.from(connection);
    } finally {
      giveBack(connection);
    }
  }

  private Connection take() {
    lock.lock();
    try {
      while (idle.isEmpty() && !closed) {
        returned.awaitUninterruptibly();
      }
      if (closed) {
        throw new IllegalStateException("The readers are closed.");
      }
      return idle.pop();
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Connection connection) {
    lock.lock();
    try {
      if (!closed) {
        idle.push(connection);
        returned.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    close(List.of(connection));
  }

  /** Those in use are closed when they come back. */
  @Override
  public void close() {
    List<Connection> unused;
    lock.lock();
    try {
      closed = true;
      unused = List.copyOf(idle);
      idle.clear();
      returned.signalAll();
    } finally {
      lock.unlock();
    }
    close(unused);
  }

  private void close(List<Connection> connections) {
    changing.lock();
    try {
      for (Connection connection : connections) {
        try {
          connection.close();
        } catch (SQLException e) {
          LOG.debug("A connection to a failed database could not be closed", e);
        }
      }
    } finally {
      changing.unlock();
    }
  }
}
