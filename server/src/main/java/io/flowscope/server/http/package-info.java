/** Pages, REST and live streams: one class for each family. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.http;
