package io.flowscope.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flowscope.engine.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows that the engine needs at start and that are not as they were written. What they say is not
 * used; the engine goes on without them.
 *
 * @param registry domains and types, named as far as their rows can be read
 * @param missing whether a registration is gone, and nobody knows which
 * @param runs open executions of which the row is damaged, whatever their events are
 * @param leases how many tasks in the hands of workers are not known any more, at least
 * @param openRuns whether the list of open executions was wrong and has been made anew from the
 *     executions themselves
 */
public record DamagedRows(
    List<Registration> registry, boolean missing, List<Run> runs, int leases, boolean openRuns) {

  /** Nothing is damaged. */
  public static final DamagedRows NONE = new DamagedRows(List.of(), false, List.of(), 0, false);

  /** A domain or a type as its row says, which may be wrong, too. */
  public record Registration(String kind, String domain, String name, String version) {
    @Override
    public String toString() {
      return kind.equals(RegistryRow.Kind.DOMAIN.name())
          ? "domain " + name
          : "type " + name + " " + version + " of domain " + domain;
    }
  }

  /**
   * An open execution's row.
   *
   * @param runId by which executions are found
   * @param body its JSON as it is now
   * @param sum the checksum as it is now
   */
  public record Run(long number, String runId, String body, byte[] sum) {
    private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";

    /** The domain that the row names; empty when none can be read. */
    public String domain() {
      return member("domain");
    }

    /** The workflow id that the row names; empty when none can be read. */
    public String workflowId() {
      return member("workflowId");
    }

    /** The first member of that name is the execution's own. */
    private String member(String name) {
      Matcher found = Pattern.compile('"' + name + "\":" + STRING).matcher(body);
      try {
        return found.find() ? Wire.JSON.readValue('"' + found.group(1) + '"', String.class) : "";
      } catch (JsonProcessingException e) {
        return "";
      }
    }

    /** Whether the row was {@code rebuilt} beyond doubt: it has the checksum that was written. */
    public boolean proves(RunRow rebuilt) {
      return Arrays.equals(Checksums.row(Wire.encode(rebuilt)), sum);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Run run && number == run.number && body.equals(run.body);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** All that is damaged, for people. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>();
    registry.forEach(one -> all.add("The registration of " + one + " is not as it was written."));
    if (missing) {
      all.add("The list of domains and types is not as it was written: a registration is missing.");
    }
    runs.forEach(
        one ->
            all.add(
                "The row of execution "
                    + one.runId()
                    + " (run number "
                    + one.number()
                    + ") is not as it was written."));
    if (leases > 0) {
      all.add(
          "What is known of tasks in the hands of workers is not as it was written ("
              + leases
              + " of them at least).");
    }
    if (openRuns) {
      all.add("The list of open executions is not as it was written.");
    }
    return all;
  }
}
