package io.flowscope.swf;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which Amazon SWF, and in whose name.
 *
 * @param region for instance {@code eu-west-1}; null where only an endpoint is given
 * @param endpoint instead of the region's own, for instance another Flowscope; null for AWS
 * @param profile in the machine's AWS configuration; null for AWS's default chain of credentials
 * @param credentials instead of the machine's own; null for those
 */
public record AwsConnection(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable String profile,
    @Nullable Credentials credentials) {
  private static final String ANY_REGION = "us-east-1";

  public AwsConnection {
    if (region == null && endpoint == null) {
      throw new IllegalArgumentException("A connection needs a region or an endpoint.");
    }
  }

  /** The region that signatures name; an endpoint of one's own takes any. */
  String signingRegion() {
    return region == null ? ANY_REGION : region;
  }

  /** How people name it. */
  public String name() {
    return endpoint == null ? "Amazon SWF in " + region : endpoint.toString();
  }

  @Override
  public String toString() {
    return "AwsConnection[" + name() + "]";
  }
}
