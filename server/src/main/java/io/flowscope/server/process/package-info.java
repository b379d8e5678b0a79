/** Worker processes: started, watched, limited, stopped; and what they printed. */
@org.jspecify.annotations.NullMarked
package io.flowscope.server.process;
