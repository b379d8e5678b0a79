package io.flowscope.server.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A jar that passed its checks.
 *
 * @param hash SHA-256 of its bytes, 64 lower-case hex digits
 * @param fileName the name under which it was uploaded; only shown, never used as a path
 * @param size in bytes
 * @param uploadedAt epoch milliseconds
 * @param usedFrom when it was uploaded last, or chosen again, in epoch milliseconds: of the jars
 *     that offer a type, new executions use the one with the latest; 0 stands for {@code
 *     uploadedAt}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoredJar(
    String hash,
    String fileName,
    long size,
    long uploadedAt,
    long usedFrom,
    JarDescription description,
    List<Check> checks) {

  public StoredJar {
    checks = List.copyOf(checks);
    usedFrom = Math.max(usedFrom, uploadedAt);
  }

  /** The same, used for new executions since then. */
  StoredJar usedFrom(long millis) {
    return new StoredJar(hash, fileName, size, uploadedAt, millis, description, checks);
  }

  /** The first 12 digits of the hash: the jar's name in URLs and in task lists. */
  @JsonIgnore
  public String hash12() {
    return hash.substring(0, 12);
  }

  /** The task list of this jar alone, {@code fs.} and 12 digits. */
  @JsonIgnore
  public String taskList() {
    return "fs." + hash12();
  }
}
