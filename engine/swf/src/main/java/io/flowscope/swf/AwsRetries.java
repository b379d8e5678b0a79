package io.flowscope.swf;

import com.amazonaws.AmazonClientException;
import com.amazonaws.AmazonServiceException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.SdkClientException;
import com.amazonaws.retry.PredefinedBackoffStrategies.FullJitterBackoffStrategy;
import com.amazonaws.retry.RetryPolicy;
import com.amazonaws.retry.RetryUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/**
 * What is tried again: any call that certainly did nothing, and reads. A start, a signal or an
 * answer whose fate is unknown is not, for it may have been carried out.
 */
final class AwsRetries {
  private static final int BASE_MILLIS = 100;
  private static final int CAP_MILLIS = 5_000;
  private static final int TIMES = 5;

  private AwsRetries() {}

  static RetryPolicy policy() {
    return new RetryPolicy(
        AwsRetries::again, new FullJitterBackoffStrategy(BASE_MILLIS, CAP_MILLIS), TIMES, false);
  }

  private static boolean again(
      AmazonWebServiceRequest request, AmazonClientException failure, int attempted) {
    if (failure instanceof AmazonServiceException answered) {
      return RetryUtils.isThrottlingException(answered)
          || RetryUtils.isClockSkewError(answered)
          || (answered.getStatusCode() >= 500 && reads(request));
    }
    return neverSent(failure.getCause()) || (failure.isRetryable() && reads(request));
  }

  private static boolean neverSent(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
  }

  /** Whether a failed call may have got there. */
  static boolean wasSent(SdkClientException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof IOException
        && !neverSent(cause)
        && !cause.getClass().getSimpleName().equals("ConnectTimeoutException");
  }

  /** Polls are no reads: they hand out tasks. */
  private static boolean reads(AmazonWebServiceRequest request) {
    String name = request.getClass().getSimpleName();
    return name.startsWith("Describe")
        || name.startsWith("List")
        || name.startsWith("Count")
        || name.startsWith("Get");
  }
}
