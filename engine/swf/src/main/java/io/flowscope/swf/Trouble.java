package io.flowscope.swf;

import io.flowscope.engine.SwfFault;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a failed call means for the person who set up the connection.
 *
 * @param sentence what happened, why, and what to do
 */
public record Trouble(Kind kind, String sentence) {

  /** What it lies in. */
  public enum Kind {
    /** Nobody answers at the address. */
    UNREACHABLE,
    /** Somebody answered that it failed there; whether the call was carried out is not known. */
    FAILED_THERE,
    /** This machine has no credentials to show. */
    NO_CREDENTIALS,
    /** The credentials are not accepted. */
    CREDENTIALS_REFUSED,
    /** The credentials are good, but not for this. */
    DENIED,
    UNKNOWN_DOMAIN,
    DEPRECATED_DOMAIN,
    THROTTLED,
    /** The call itself is wrong, not the connection. */
    OTHER;

    /** Whether the connection is to blame, rather than the single call. */
    public boolean isOfConnection() {
      return this != OTHER;
    }
  }

  /** One or two sentences: {@link #of}'s. */
  public static String explain(Throwable failure, String where, String domain) {
    return of(failure, where, domain).sentence();
  }

  /**
   * What a failure means.
   *
   * @param where the endpoint as people name it
   * @param domain in which the call was made
   */
  public static Trouble of(Throwable failure, String where, String domain) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> of(e.getCause(), where, domain);
      case ExecutionException e when e.getCause() != null -> of(e.getCause(), where, domain);
      case SwfFault fault -> of(fault, where, domain);
      case FailedThere e ->
          new Trouble(
              Kind.FAILED_THERE,
              where
                  + " failed at this call ("
                  + e.getMessage()
                  + "). It may have been carried out all the same: look before you try again.");
      default -> {
        String message = String.valueOf(failure.getMessage());
        yield message.contains("Unable to load")
            ? new Trouble(
                Kind.NO_CREDENTIALS,
                "No AWS credentials were found ("
                    + message
                    + "). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                    + " name a profile of ~/.aws/credentials.")
            : new Trouble(
                Kind.UNREACHABLE,
                where
                    + " cannot be reached ("
                    + message
                    + "). See whether the address is right and the network lets it through.");
      }
    };
  }

  private static Trouble of(SwfFault fault, String where, String domain) {
    String message = String.valueOf(fault.getMessage());
    return switch (fault.type()) {
      case "AccessDeniedException", "OperationNotPermittedFault" ->
          new Trouble(
              Kind.DENIED,
              where
                  + " does not allow this: "
                  + message
                  + ". Give these credentials the right to it, or use others.");
      case "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "ExpiredTokenException" ->
          new Trouble(
              Kind.CREDENTIALS_REFUSED,
              where
                  + " does not accept the credentials ("
                  + message
                  + "). See whether key, secret and the clock of this machine are right.");
      case "UnknownResourceFault" ->
          new Trouble(
              message.startsWith("Unknown domain") ? Kind.UNKNOWN_DOMAIN : Kind.OTHER,
              where
                  + " does not know it: "
                  + message
                  + ". The domain here is '"
                  + domain
                  + "'; see whether it exists there.");
      case "DomainDeprecatedFault" ->
          new Trouble(
              Kind.DEPRECATED_DOMAIN,
              "The domain '" + domain + "' at " + where + " is deprecated; use another one.");
      case "ThrottlingException", "Throttling" ->
          new Trouble(
              Kind.THROTTLED,
              where
                  + " asks for fewer calls ("
                  + message
                  + "). Nothing was done; what works by itself goes on more slowly, so try again in"
                  + " some seconds.");
      default ->
          new Trouble(Kind.OTHER, where + " refused: " + message + " (" + fault.type() + ")");
    };
  }
}
