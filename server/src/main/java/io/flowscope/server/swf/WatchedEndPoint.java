package io.flowscope.server.swf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that can be looked at while its request waits for the answer: Jetty reads nothing
 * then, and would not notice that the client has gone. Bytes of a next request that are found by
 * looking are kept for Jetty.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  private static final int AHEAD = 512;

  private final Object watching = new Object();
  private volatile boolean busy;
  private volatile boolean reading;
  private volatile long readingSince;
  private @Nullable ByteBuffer ahead;
  private @Nullable Watch watch;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    synchronized (watching) {
      if (ahead != null) {
        int filled = BufferUtil.append(buffer, ahead);
        if (!ahead.hasRemaining()) {
          ahead = null;
        }
        return filled;
      }
    }
    int filled = super.fill(buffer);
    if (filled > 0 && !busy && !reading) {
      readingSince = System.nanoTime();
      reading = true;
    }
    return filled;
  }

  /** The head of a request is there. */
  void begins() {
    busy = true;
    reading = false;
  }

  /** The request is answered; what comes now is the next one. */
  void ends() {
    busy = false;
  }

  /** Whether the head of a request has been coming for longer than {@code most}. */
  boolean isSlow(long now, Duration most) {
    return reading && now - readingSince > most.toNanos();
  }

  /** Whether the client has closed its side. Only while a request waits for its answer. */
  boolean isGone() {
    synchronized (watching) {
      return look();
    }
  }

  private boolean look() {
    if (ahead != null) {
      return false;
    }
    if (!isOpen() || isInputShutdown()) {
      return true;
    }
    ByteBuffer some = BufferUtil.allocate(AHEAD);
    try {
      int filled = super.fill(some);
      if (filled > 0) {
        ahead = some;
      }
      return filled < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * From now on until {@link #unwatch} notices when the client goes.
   *
   * @param gone is run at most once, by a thread of Jetty's
   */
  void watch(Runnable gone) {
    synchronized (watching) {
      Watch fresh = new Watch(gone);
      watch = fresh;
      fresh.goOn();
    }
  }

  /** Before the answer: Jetty waits for the next request from then on. */
  void unwatch() {
    synchronized (watching) {
      if (watch != null) {
        watch = null;
        // Takes the watch out of its place; it sees that it is over.
        getFillInterest().fillable();
      }
    }
  }

  /** Told when there is something to read, or nothing more will come. */
  private final class Watch implements Callback {
    private final Runnable gone;

    Watch(Runnable gone) {
      this.gone = gone;
    }

    void goOn() {
      if (!tryFillInterested(this)) {
        watch = null;
      }
    }

    @Override
    public void succeeded() {
      synchronized (watching) {
        if (watch != this) {
          return;
        }
        if (!look()) {
          if (ahead == null) {
            goOn();
          }
          return;
        }
        watch = null;
      }
      gone.run();
    }

    @Override
    public void failed(Throwable failure) {
      synchronized (watching) {
        if (watch != this) {
          return;
        }
        watch = null;
      }
      gone.run();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
