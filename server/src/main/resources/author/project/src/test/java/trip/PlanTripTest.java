package trip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flowscope.Inline;
import io.flowscope.WorkflowJar;
import io.flowscope.testing.TestConfig;
import io.flowscope.testing.TestEngine;
import io.flowscope.testing.TestRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import trip.TripPlanning.Trip;
import trip.TripTasks.Booking;
import trip.TripTasks.Flight;
import trip.TripTasks.Hotel;

class PlanTripTest {
  /** Answers at once. */
  static final class FakeAgency {
    Flight findFlight(String city) {
      return new Flight("FS 1", 100);
    }

    Hotel findHotel(String city) {
      return new Hotel("Inn", 50);
    }

    String forecast(String city) {
      return "sun";
    }

    Booking book(Flight flight, Hotel hotel) {
      return new Booking(flight.number() + ", " + hotel.name(), flight.price() + hotel.price());
    }
  }

  static final WorkflowJar JAR =
      catalogue -> {
        catalogue.tasks(TripTasks.class, FakeAgency::new);
        catalogue.workflow(TripPlanning.class, stubs -> new PlanTrip(stubs.of(TripTasks.class)));
      };

  /** On the engine, in virtual time: a minute takes no time at all. */
  static TestConfig config() {
    return TestEngine.of(JAR)
        .taking("TripTasks.findFlight", Duration.ofMinutes(1))
        .taking("TripTasks.findHotel", Duration.ofMinutes(1))
        .taking("TripTasks.forecast", Duration.ofMinutes(1))
        .taking("TripTasks.book", Duration.ofMinutes(1));
  }

  @Test
  void plain_java() {
    TripPlanning workflow = new PlanTrip(Inline.of(TripTasks.class, new FakeAgency()));

    assertEquals(new Trip(new Booking("FS 1, Inn", 150), "sun"), workflow.plan("Lisbon"));
  }

  @Test
  void takes_as_long_as_its_tasks() {
    try (TestEngine engine = config().start()) {
      TestRun run = engine.start("PlanTrip", "Lisbon");

      assertEquals(new Trip(new Booking("FS 1, Inn", 150), "sun"), run.result(Trip.class));
      assertEquals(Duration.ofMinutes(4), run.duration());
    }
  }

  /** What the server would say against the jar, said by the build. */
  @Test
  void the_jar_fits_together() {
    TestEngine.of(new TripJar()).start().close();
  }
}
