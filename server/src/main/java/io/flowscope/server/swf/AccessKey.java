package io.flowscope.server.swf;

import io.flowscope.server.connect.Connection;
import java.util.Set;

/**
 * A key of the SWF endpoint.
 *
 * @param id the access key id, travels with each request
 * @param secret signs; never travels
 * @param owner for whom it was made, for the log
 * @param scope what it may do
 */
public record AccessKey(String id, String secret, String owner, Scope scope) {

  /** What a key may do. */
  public sealed interface Scope {}

  /** Every action on every domain. */
  public record Everything() implements Scope {}

  /**
   * Every action on some domains, which need not be registered yet; not the list of all domains.
   *
   * @param domains the names of the domains
   */
  public record Domains(Set<String> domains) implements Scope {
    public Domains {
      domains = Set.copyOf(domains);
    }
  }

  /**
   * What a worker needs: polls of its lists, answers, heartbeats, reading of histories.
   *
   * @param connection where its tasks come from; its calls are forwarded there
   * @param taskLists the lists that it may poll
   */
  public record Worker(String connection, String domain, Set<String> taskLists) implements Scope {
    public Worker {
      taskLists = Set.copyOf(taskLists);
    }
  }

  /** Where its calls go: those of a worker for an SWF elsewhere are forwarded. */
  public String connection() {
    return scope instanceof Worker worker ? worker.connection() : Connection.LOCAL;
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + owner + "]";
  }
}
