package trip;

import trip.TripTasks.Booking;

/** What the workflow is asked for, and what it gives. */
public interface TripPlanning {
  record Trip(Booking booking, String weather) {}

  Trip plan(String city);
}
