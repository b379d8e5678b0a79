package io.flowscope.server.swf;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The port; long polls on its connections end when their client goes, and who sends the head of a
 * request too slowly is cut off: each byte begins Jetty's idle timeout anew.
 */
public final class WatchedConnector extends ServerConnector {
  /** How long the head of a request may take to arrive. */
  private static final Duration LONGEST_HEAD = Duration.ofSeconds(20);

  /**
   * How long a connection may rest. AWS's SDKs keep theirs for 60 seconds, and a request that meets
   * a connection being closed has to be sent again.
   */
  private static final Duration LONGEST_REST = Duration.ofSeconds(65);

  /** How often it is looked, as a part of that. */
  private static final int LOOKS = 4;

  private final Duration longestHead;
  private final Patrol patrol;

  public WatchedConnector(Server server, HttpConfiguration http) {
    this(server, http, LONGEST_HEAD);
  }

  /**
   * @param longestHead how long the head of a request may take to arrive
   */
  WatchedConnector(Server server, HttpConfiguration http, Duration longestHead) {
    super(server, new HttpConnectionFactory(http));
    setIdleTimeout(LONGEST_REST.toMillis());
    this.longestHead = longestHead;
    this.patrol = new Patrol(longestHead.dividedBy(LOOKS), this::look);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    patrol.start(getScheduler());
  }

  @Override
  protected void doStop() throws Exception {
    patrol.stop();
    super.doStop();
  }

  private void look() {
    long now = System.nanoTime();
    for (EndPoint endPoint : getConnectedEndPoints()) {
      if (endPoint instanceof WatchedEndPoint one && one.isSlow(now, longestHead)) {
        one.close();
      }
    }
  }
}
