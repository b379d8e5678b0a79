package io.flowscope.server.http;

import io.flowscope.server.connect.Connection;

/** A domain on a connection. */
public record Where(String connection, String domain) {
  boolean isLocal() {
    return connection.equals(Connection.LOCAL);
  }
}
