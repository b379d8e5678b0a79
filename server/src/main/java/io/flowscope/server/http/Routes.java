package io.flowscope.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Takes the routes of all families; each says who may use it. */
final class Routes {
  private final RoutesConfig javalin;

  Routes(RoutesConfig javalin) {
    this.javalin = javalin;
  }

  void get(String path, Access access, Handler handler) {
    javalin.get(path, handler, access);
  }

  void post(String path, Access access, Handler handler) {
    javalin.post(path, handler, access);
  }

  void delete(String path, Access access, Handler handler) {
    javalin.delete(path, handler, access);
  }
}
