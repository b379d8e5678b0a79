package io.flowscope.engine.payload;

/**
 * Where the large values of one domain of one connection are kept, by the SHA-256 of their content.
 * Safe for use by several threads; each call waits for its end in the caller's thread.
 *
 * <p>Whoever makes another kind of store, for instance one on S3, keeps to this: what {@link #put}
 * has returned for is found by every {@link #get} after it, by any process, and is as durable as
 * the histories that name it.
 */
public interface PayloadStore {

  /**
   * Keeps a content; once more is no error and costs no room.
   *
   * @param sha256 of the content, 64 hexadecimal digits in lower case
   * @throws PayloadException when it is not kept
   */
  void put(String sha256, byte[] content);

  /**
   * The content of that hash, checked against it.
   *
   * @throws PayloadException when it cannot be had: its kind says whether it may come back
   */
  byte[] get(String sha256);
}
