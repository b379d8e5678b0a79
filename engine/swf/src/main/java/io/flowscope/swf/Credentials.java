package io.flowscope.swf;

import org.jspecify.annotations.Nullable;

/**
 * With what requests are signed.
 *
 * @param accessKey travels with each request
 * @param secretKey never travels
 * @param sessionToken of temporary credentials; null for a key that stays
 */
public record Credentials(String accessKey, String secretKey, @Nullable String sessionToken) {

  /** A key that stays. */
  public Credentials(String accessKey, String secretKey) {
    this(accessKey, secretKey, null);
  }

  @Override
  public String toString() {
    return "Credentials[" + accessKey + "]";
  }
}
