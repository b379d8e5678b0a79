package trip;

/** What the workflow may ask for. */
public interface TripTasks {
  record Flight(String number, int price) {}

  record Hotel(String name, int price) {}

  record Booking(String code, int price) {}

  Flight findFlight(String city);

  Hotel findHotel(String city);

  String forecast(String city);

  Booking book(Flight flight, Hotel hotel);
}
