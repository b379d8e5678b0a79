package trip;

import trip.TripTasks.Booking;
import trip.TripTasks.Flight;
import trip.TripTasks.Hotel;

/** How it is done: plain methods, found by name and types. Each takes a second here. */
public final class TravelAgency {
  Flight findFlight(String city) {
    pause();
    return new Flight("FS 123 to " + city, 180);
  }

  Hotel findHotel(String city) {
    pause();
    return new Hotel("Grand Hotel " + city, 240);
  }

  String forecast(String city) {
    pause();
    return city.equals("Bergen") ? "rain" : "sun";
  }

  Booking book(Flight flight, Hotel hotel) {
    pause();
    return new Booking(flight.number() + ", " + hotel.name(), flight.price() + hotel.price());
  }

  private static void pause() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException("The agency closed", e);
    }
  }
}
