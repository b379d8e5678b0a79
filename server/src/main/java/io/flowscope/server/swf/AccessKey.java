package io.flowscope.server.swf;

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
   * @param taskLists the lists that it may poll
   */
  public record Worker(String domain, Set<String> taskLists) implements Scope {
    public Worker {
      taskLists = Set.copyOf(taskLists);
    }
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + owner + "]";
  }
}
