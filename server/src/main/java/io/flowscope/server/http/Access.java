package io.flowscope.server.http;

import io.javalin.security.RouteRole;

/**
 * Who may use a route. A route that does not say so does not let the server start. The SWF endpoint
 * is none: it stands in front of them and checks signatures itself.
 */
public enum Access implements RouteRole {
  /** Everybody who can reach the server. */
  PUBLIC,
  /** Who is logged in; others are sent to the login page. */
  PAGE,
  /** Who is logged in, or shows the admin token. */
  API
}
