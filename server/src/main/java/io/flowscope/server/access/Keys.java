package io.flowscope.server.access;

import java.util.Optional;

/** The access keys that SWF clients sign with. */
public interface Keys {

  /** The secret of an access key, if the key is known. */
  Optional<String> secretOf(String accessKeyId);
}
