package io.flowscope.swf;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.SwfFault;
import io.flowscope.swf.Trouble.Kind;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure in words: what happened, why, what to do. */
class TroubleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AccessDeniedException|not authorized to perform: swf:Start|DENIED|Give these credentials"
            + " the right to it",
        "OperationNotPermittedFault|no|DENIED|Give these credentials the right to it",
        "UnrecognizedClientException|bad token|CREDENTIALS_REFUSED|key, secret and the clock",
        "InvalidSignatureException|bad|CREDENTIALS_REFUSED|key, secret and the clock",
        "ExpiredTokenException|old|CREDENTIALS_REFUSED|key, secret and the clock",
        "UnknownResourceFault|Unknown domain: media|UNKNOWN_DOMAIN|The domain here is 'media'",
        "UnknownResourceFault|Unknown execution: x|OTHER|does not know it: Unknown execution",
        "DomainDeprecatedFault|media|DEPRECATED_DOMAIN|use another one",
        "ThrottlingException|Rate exceeded|THROTTLED|Rate exceeded",
        "ThrottlingException|Rate exceeded|THROTTLED|Nothing was done",
        "ValidationException|too long|OTHER|refused: too long (ValidationException)",
      })
  void aFault(String type, String message, Kind kind, String words) {
    Trouble trouble = Trouble.of(new SwfFault(type, message), "Amazon SWF in r", "media");

    assertThat(trouble.kind()).isEqualTo(kind);
    assertThat(trouble.kind().isOfConnection()).isEqualTo(kind != Kind.OTHER);
    assertThat(trouble.sentence()).contains(words);
  }

  @Test
  void nobodyThere() {
    Trouble trouble =
        Trouble.of(new ExecutionException(new IOException("refused")), "http://h", "d");

    assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(trouble.sentence())
        .isEqualTo(
            "http://h cannot be reached (refused). See whether the address is right and the"
                + " network lets it through.");
  }

  @Test
  void failedThere() {
    Trouble trouble =
        Trouble.of(
            new CompletionException(new FailedThere("answer 503: busy", null)), "http://h", "d");

    assertThat(trouble.kind()).isEqualTo(Kind.FAILED_THERE);
    assertThat(trouble.sentence())
        .startsWith("http://h failed at this call (answer 503: busy).")
        .endsWith("look before you try again.");
  }

  @Test
  void noCredentials() {
    Trouble trouble =
        Trouble.of(new IOException("Unable to load AWS credentials from any"), "AWS", "d");

    assertThat(trouble.kind()).isEqualTo(Kind.NO_CREDENTIALS);
    assertThat(trouble.sentence()).contains("AWS_ACCESS_KEY_ID", "~/.aws/credentials");
  }
}
