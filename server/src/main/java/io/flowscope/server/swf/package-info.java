/** The SWF endpoint: from a signed request to a {@code Backend} call and back. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.swf;
