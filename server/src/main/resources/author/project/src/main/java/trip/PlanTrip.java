package trip;

/** The workflow. */
public final class PlanTrip implements TripPlanning {
  private final TripTasks tasks;

  public PlanTrip(TripTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Trip plan(String city) {
    var weather = tasks.forecast(city);
    var flight = tasks.findFlight(city);
    var hotel = tasks.findHotel(city);
    return new Trip(tasks.book(flight, hotel), weather);
  }
}
