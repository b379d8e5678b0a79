package io.flowscope.swf;

import com.amazonaws.AbortedException;
import com.amazonaws.AmazonServiceException;
import com.amazonaws.ClientConfiguration;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.profile.ProfileCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.retry.PredefinedRetryPolicies;
import com.amazonaws.services.simpleworkflow.AmazonSimpleWorkflow;
import com.amazonaws.services.simpleworkflow.AmazonSimpleWorkflowClientBuilder;
import io.flowscope.engine.Backend;
import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.payload.PayloadException;
import io.flowscope.engine.wire.Wire;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Amazon SWF, through AWS's SDK and with AWS's ways to find credentials. Each call has a thread
 * while it is under way; canceling a poll lets its thread go, but a task that AWS has handed to it
 * by then is lost until it times out.
 */
public final class AwsBackend implements Backend {
  private static final String MODEL = "com.amazonaws.services.simpleworkflow.model.";

  /** Longer than the 60 s that SWF holds a poll. */
  private static final int POLL_MILLIS = 70_000;

  private static final int OTHERS_MILLIS = 10_000;
  private static final int CONNECTIONS = 500;

  private final AwsConnection connection;
  private final AmazonSimpleWorkflow polls;
  private final AmazonSimpleWorkflow others;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("flowscope-aws-", 1).factory());

  /** Nothing is sent yet, and credentials are looked for with the first call. */
  public AwsBackend(AwsConnection connection) {
    this.connection = connection;
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    AWSCredentialsProvider credentials = credentials(connection);
    this.polls = client(credentials, pollConfiguration());
    this.others = client(credentials, callConfiguration());
  }

  /** A poll is repeated by whoever polls. */
  static ClientConfiguration pollConfiguration() {
    return configuration(POLL_MILLIS).withRetryPolicy(PredefinedRetryPolicies.NO_RETRY_POLICY);
  }

  static ClientConfiguration callConfiguration() {
    return configuration(OTHERS_MILLIS).withRetryPolicy(AwsRetries.policy());
  }

  private static ClientConfiguration configuration(int socketMillis) {
    return new ClientConfiguration()
        .withConnectionTimeout(OTHERS_MILLIS)
        .withSocketTimeout(socketMillis)
        .withMaxConnections(CONNECTIONS);
  }

  /**
   * The key of this machine's user, for servers of ours that sign as SWF does. Temporary ones are
   * refused: their token would travel to somebody who is not AWS.
   */
  public static Supplier<Credentials> keys(AwsConnection connection) {
    AWSCredentialsProvider provider = credentials(connection);
    return () -> {
      AWSCredentials found = provider.getCredentials();
      if (found instanceof AWSSessionCredentials) {
        throw new PayloadException(
            PayloadException.Kind.REFUSED,
            "Temporary credentials of AWS are not sent to a store for large values. Give a folder,"
                + " or a profile that has a key of the Flowscope server.");
      }
      return new Credentials(found.getAWSAccessKeyId(), found.getAWSSecretKey());
    };
  }

  private static AWSCredentialsProvider credentials(AwsConnection connection) {
    Credentials own = connection.credentials();
    if (own != null) {
      AWSCredentials fixed =
          own.sessionToken() == null
              ? new BasicAWSCredentials(own.accessKey(), own.secretKey())
              : new BasicSessionCredentials(own.accessKey(), own.secretKey(), own.sessionToken());
      return new AWSStaticCredentialsProvider(fixed);
    }
    return connection.profile() == null
        ? DefaultAWSCredentialsProviderChain.getInstance()
        : new NamedProfile(connection.profile());
  }

  /** A profile of the machine; says which it is when it cannot be used. */
  private static final class NamedProfile implements AWSCredentialsProvider {
    private final String name;
    private final AWSCredentialsProvider profile;

    NamedProfile(String name) {
      this.name = name;
      // This SDK knows only a variable of its own; all other tools of AWS go by this one.
      String file = System.getenv("AWS_SHARED_CREDENTIALS_FILE");
      this.profile =
          file == null
              ? new ProfileCredentialsProvider(name)
              : new ProfileCredentialsProvider(file, name);
    }

    @Override
    public AWSCredentials getCredentials() {
      try {
        return profile.getCredentials();
      } catch (IllegalArgumentException | SdkClientException e) {
        throw new SdkClientException(
            "Unable to load the profile '" + name + "': " + e.getMessage(), e);
      }
    }

    @Override
    public void refresh() {
      profile.refresh();
    }
  }

  private AmazonSimpleWorkflow client(
      AWSCredentialsProvider credentials, ClientConfiguration configuration) {
    AmazonSimpleWorkflowClientBuilder builder =
        AmazonSimpleWorkflowClientBuilder.standard()
            .withCredentials(credentials)
            .withClientConfiguration(configuration);
    if (connection.endpoint() == null) {
      builder.withRegion(connection.signingRegion());
    } else {
      builder.withEndpointConfiguration(
          new EndpointConfiguration(connection.endpoint().toString(), connection.signingRegion()));
    }
    return builder.build();
  }

  /** Where the calls go. */
  public AwsConnection connection() {
    return connection;
  }

  @Override
  public <R> CompletableFuture<R> call(Action<R> action) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    Future<?> call = threads.submit(() -> carryOut(action, answer));
    answer.whenComplete(
        (value, failure) -> {
          if (answer.isCancelled()) {
            call.cancel(true);
          }
        });
    return answer;
  }

  @SuppressWarnings("unchecked")
  private <R> void carryOut(Action<R> action, CompletableFuture<R> answer) {
    try {
      Class<?> type = Class.forName(MODEL + action.actionName() + "Request");
      Method method = AmazonSimpleWorkflow.class.getMethod(methodName(action), type);
      Object result =
          method.invoke(
              action.actionName().startsWith("PollFor") ? polls : others,
              AwsJson.request(action, type));
      answer.complete((R) AwsJson.answer(result, Wire.answerOf(action.getClass())));
    } catch (InvocationTargetException e) {
      answer.completeExceptionally(failure(e.getCause()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      answer.completeExceptionally(
          new IOException("The call of " + action.actionName() + " is not possible: " + e, e));
    }
  }

  private static String methodName(Action<?> action) {
    String name = action.actionName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** A fault says that nothing was done; after any other failure the outcome is unknown. */
  private Exception failure(Throwable thrown) {
    return switch (thrown) {
      case AmazonServiceException e when e.getStatusCode() < 500 ->
          new SwfFault(e.getErrorCode(), e.getErrorMessage());
      case AmazonServiceException e ->
          new FailedThere("answer " + e.getStatusCode() + ": " + e.getErrorMessage(), e);
      case AbortedException e -> new IOException("The call was given up.", e);
      case SdkClientException e when AwsRetries.wasSent(e) ->
          new FailedThere("no answer: " + e.getMessage(), e);
      case SdkClientException e -> new IOException(e.getMessage(), e);
      default -> new IOException("The call to " + connection.name() + " failed: " + thrown, thrown);
    };
  }

  /** Gives up calls under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    polls.shutdown();
    others.shutdown();
  }
}
