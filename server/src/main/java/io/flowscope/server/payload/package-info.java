/** Large values that the server keeps: by domain, for workers, pages and backups. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.payload;
