package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.AmazonClientException;
import com.amazonaws.AmazonServiceException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.SdkClientException;
import com.amazonaws.retry.RetryPolicy;
import com.amazonaws.services.simpleworkflow.model.DescribeDomainRequest;
import com.amazonaws.services.simpleworkflow.model.PollForActivityTaskRequest;
import com.amazonaws.services.simpleworkflow.model.RespondActivityTaskCompletedRequest;
import com.amazonaws.services.simpleworkflow.model.SignalWorkflowExecutionRequest;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is tried again, and how long that waits. */
class AwsRetriesTest {
  private static final RetryPolicy POLICY = AwsRetries.policy();
  private static final AmazonWebServiceRequest READ = new DescribeDomainRequest();
  private static final AmazonWebServiceRequest SIGNAL = new SignalWorkflowExecutionRequest();
  private static final AmazonWebServiceRequest ANSWER = new RespondActivityTaskCompletedRequest();
  private static final AmazonWebServiceRequest POLL = new PollForActivityTaskRequest();

  private static AmazonServiceException answered(int status, String code) {
    AmazonServiceException failure = new AmazonServiceException("x");
    failure.setStatusCode(status);
    failure.setErrorCode(code);
    return failure;
  }

  private static boolean again(AmazonWebServiceRequest request, AmazonClientException failure) {
    return POLICY.getRetryCondition().shouldRetry(request, failure, 0);
  }

  @Test
  void whatCertainlyDidNothingIsTriedAgainWhateverItIs() {
    for (AmazonWebServiceRequest request : new AmazonWebServiceRequest[] {READ, SIGNAL, ANSWER}) {
      assertThat(again(request, answered(400, "ThrottlingException"))).isTrue();
      assertThat(again(request, new SdkClientException("x", new ConnectException()))).isTrue();
      assertThat(again(request, new SdkClientException("x", new UnknownHostException()))).isTrue();
    }
  }

  @Test
  void whatMayHaveBeenCarriedOutIsTriedAgainOnlyIfItReads() {
    SdkClientException lost = new SdkClientException("x", new SocketTimeoutException());
    assertThat(again(READ, lost)).isTrue();
    assertThat(again(READ, answered(503, "ServiceUnavailable"))).isTrue();
    for (AmazonWebServiceRequest request : new AmazonWebServiceRequest[] {SIGNAL, ANSWER, POLL}) {
      assertThat(again(request, lost)).isFalse();
      assertThat(again(request, answered(500, "InternalFailure"))).isFalse();
    }
  }

  @Test
  void whatIsRefusedIsNotTriedAgain() {
    assertThat(again(READ, answered(400, "UnknownResourceFault"))).isFalse();
    assertThat(again(READ, answered(400, "AccessDeniedException"))).isFalse();
    assertThat(again(SIGNAL, answered(400, "UnrecognizedClientException"))).isFalse();
  }

  @Test
  void pausesGrowToFiveSecondsAndAreNeverAlike() {
    Set<Long> pauses = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      for (int attempt = 0; attempt < 10; attempt++) {
        long pause =
            POLICY
                .getBackoffStrategy()
                .delayBeforeNextRetry(READ, answered(400, "ThrottlingException"), attempt);
        assertThat(pause).isBetween(0L, Math.min(5_000L, 100L << attempt));
        pauses.add(pause);
      }
    }
    assertThat(pauses).hasSizeGreaterThan(100);
    assertThat(POLICY.getMaxErrorRetry()).isEqualTo(5);
  }
}
