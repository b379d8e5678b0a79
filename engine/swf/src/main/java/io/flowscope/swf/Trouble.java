package io.flowscope.swf;

import io.flowscope.engine.SwfFault;
import java.util.concurrent.CompletionException;

/** What a failed call means for the person who set up the connection. */
public final class Trouble {
  private Trouble() {}

  /**
   * One or two sentences: what is wrong and what to do.
   *
   * @param where the endpoint as people name it
   * @param domain in which the call was made
   */
  public static String explain(Throwable failure, String where, String domain) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> explain(e.getCause(), where, domain);
      case SwfFault fault -> explain(fault, where, domain);
      default -> {
        String message = String.valueOf(failure.getMessage());
        yield message.contains("Unable to load")
            ? "No AWS credentials were found ("
                + message
                + "). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                + " name a profile of ~/.aws/credentials."
            : where
                + " cannot be reached ("
                + message
                + "). See whether the address is right and the network lets it through.";
      }
    };
  }

  private static String explain(SwfFault fault, String where, String domain) {
    return switch (fault.type()) {
      case "AccessDeniedException", "OperationNotPermittedFault" ->
          where
              + " does not allow this: "
              + fault.getMessage()
              + ". Give these credentials the right to it, or use others.";
      case "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "ExpiredTokenException" ->
          where
              + " does not accept the credentials ("
              + fault.getMessage()
              + "). See whether key, secret and the clock of this machine are right.";
      case "UnknownResourceFault" ->
          where
              + " does not know it: "
              + fault.getMessage()
              + ". The domain here is '"
              + domain
              + "'; see whether it exists there.";
      case "DomainDeprecatedFault" ->
          "The domain '" + domain + "' at " + where + " is deprecated; use another one.";
      case "ThrottlingException", "Throttling" ->
          where + " asks for fewer calls; they go on more slowly by themselves.";
      default -> where + " refused: " + fault.getMessage() + " (" + fault.type() + ")";
    };
  }
}
