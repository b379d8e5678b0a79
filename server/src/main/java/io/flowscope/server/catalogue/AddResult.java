package io.flowscope.server.catalogue;

import java.util.List;

/** What became of an upload. */
public sealed interface AddResult {

  /** Stored: the first upload of these bytes. */
  record Added(StoredJar jar) implements AddResult {}

  /** These very bytes were stored before; new executions use them again. */
  record UsedAgain(StoredJar jar) implements AddResult {}

  /** These very bytes are stored already; nothing was changed. */
  record AlreadyThere(StoredJar jar) implements AddResult {}

  /**
   * A check failed and nothing was stored.
   *
   * @param checks in the order in which they were made; the last one failed
   */
  record Rejected(String fileName, List<Check> checks) implements AddResult {}

  /**
   * More bytes than the limit; reading stopped there and nothing was stored.
   *
   * @param maximumBytes the limit
   */
  record TooLarge(String fileName, long maximumBytes) implements AddResult {}
}
