package io.flowscope.server.swf;

import io.flowscope.engine.Backend;
import io.flowscope.engine.model.Action;
import io.flowscope.swf.AwsBackend;
import io.flowscope.swf.AwsConnection;
import io.flowscope.swf.Credentials;
import io.flowscope.swf.HttpBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Ways to reach an engine over real HTTP: the tests of the rules of workflows are run again with
 * each. They name the class in the property {@code flowscope.testing.reach}.
 */
abstract class Reach implements UnaryOperator<Backend> {
  /** Through our own client. */
  public static final class OverHttp extends Reach {
    @Override
    Backend client(URI endpoint, Credentials key) {
      return new HttpBackend(endpoint, "local", key, InstantSource.system());
    }
  }

  /** Through AWS's SDK. */
  public static final class OverAws extends Reach {
    @Override
    Backend client(URI endpoint, Credentials key) {
      return new AwsBackend(new AwsConnection("eu-west-1", endpoint, null, key));
    }
  }

  abstract Backend client(URI endpoint, Credentials key);

  @Override
  public Backend apply(Backend engine) {
    KeyRing keys = new KeyRing(new SecureRandom());
    AccessKey key = keys.issue("test", new AccessKey.Everything());
    SwfEndpoint endpoint = new SwfEndpoint(engine, keys, InstantSource.system());
    try {
      LoopbackServer server = LoopbackServer.start(endpoint);
      return new Remote(
          client(server.endpoint(), new Credentials(key.id(), key.secret())), server, endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that ends its server with itself. */
  private record Remote(Backend client, LoopbackServer server, SwfEndpoint endpoint)
      implements Backend {
    @Override
    public <R> CompletableFuture<R> call(Action<R> action) {
      return client.call(action);
    }

    @Override
    public void close() {
      client.close();
      server.close();
      endpoint.close();
    }
  }
}
