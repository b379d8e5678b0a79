/** Who may come in: login links, sessions, the admin token, access keys. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.access;
