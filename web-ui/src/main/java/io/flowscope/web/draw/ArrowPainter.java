package io.flowscope.web.draw;

import io.flowscope.web.draw.LanePainter.Place;
import io.flowscope.web.draw.RunModel.Barrier;
import io.flowscope.web.draw.RunModel.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws why a task started when it did: solid from the finish of a giver to the start of its taker,
 * dashed from a barrier to the calls after it. Calls of one lane share their arrows.
 */
final class ArrowPainter {
  private static final int MAX = 500;

  private final RunModel run;
  private final TimeScale scale;
  private final boolean narrow;
  private final Map<String, Double> codeRows;
  private final List<Lane> lanes;
  private final Map<String, Place> places;

  ArrowPainter(
      RunModel run,
      TimeScale scale,
      boolean narrow,
      Map<String, Double> codeRows,
      List<Lane> lanes,
      Map<String, Place> places) {
    this.run = run;
    this.scale = scale;
    this.narrow = narrow;
    this.codeRows = codeRows;
    this.lanes = lanes;
    this.places = places;
  }

  /** A solid arrow. */
  private record Data(Call from, Call to, Place giver, Place taker, double x1, double x2) {}

  void draw(Svg out) {
    run.barriers().forEach(barrier -> control(out, barrier));
    List<Data> arrows = data();
    arrows.subList(0, Math.min(arrows.size(), MAX)).forEach(arrow -> solid(out, arrow));
  }

  private List<Data> data() {
    Map<String, Data> arrows = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      for (Call taker : lane.calls()) {
        for (Call giver : run.givers(taker.needs())) {
          Data arrow = arrow(giver, taker);
          if (arrow != null) {
            String key = giverKey(arrow) + "\0" + takerKey(arrow);
            arrows.merge(key, arrow, (a, b) -> b.x1() > a.x1() ? b : a);
          }
        }
      }
    }
    return new ArrayList<>(arrows.values());
  }

  private static String giverKey(Data arrow) {
    return arrow.giver().lane().first().id();
  }

  private static String takerKey(Data arrow) {
    return arrow.taker().lane().first().id();
  }

  private @org.jspecify.annotations.Nullable Data arrow(Call giver, Call taker) {
    Place from = places.get(giver.id());
    Place to = places.get(taker.id());
    Long finishedAt = run.finishedAt(giver);
    Long scheduledAt = taker.scheduledAt();
    if (from == null || to == null || from == to || finishedAt == null || scheduledAt == null) {
      return null;
    }
    return new Data(giver, taker, from, to, scale.x(finishedAt), scale.x(scheduledAt));
  }

  private void solid(Svg out, Data a) {
    double y1 = a.giver().middle();
    boolean both = !a.to().after().isEmpty();
    double down = a.taker().top() > a.giver().top() ? 1 : -1;
    double y2 = a.taker().middle() - (both ? 4 * down : 0);
    double tip = a.x2() - 1;
    double gap = tip - a.x1();
    double stem = gap > 24 ? a.x1() + (narrow ? 6 : 10) : a.x1() + Math.max(gap / 2 - 1, 1);
    out.open("edge", "data-from", a.from().id(), "data-to", a.to().id(), "data-kind", kind(a));
    String cls = a.to().probable() ? "l-data l-thin" : "l-data";
    out.path(elbow(a.x1(), y1, stem, tip - 4, y2), cls);
    out.path("M" + Svg.num(tip) + " " + Svg.num(y2) + "l-5 -3v6z", "f-edge");
    out.close();
  }

  private static String kind(Data arrow) {
    return arrow.to().probable() ? "probable" : "data";
  }

  /** Right, down (or up) a stem, right. Corners have 4 pixels where there is room. */
  static String elbow(double x1, double y1, double stem, double x2, double y2) {
    double r = Math.max(0, Math.min(4, Math.min(stem - x1, Math.abs(y2 - y1) / 2)));
    double r2 = Math.max(0, Math.min(r, x2 - stem));
    double s = y2 > y1 ? 1 : -1;
    return "M"
        + Svg.num(x1)
        + " "
        + Svg.num(y1)
        + "H"
        + Svg.num(stem - r)
        + "Q"
        + pair(stem, y1)
        + pair(stem, y1 + s * r)
        + "V"
        + Svg.num(y2 - s * r2)
        + "Q"
        + pair(stem, y2)
        + pair(stem + r2, y2)
        + "H"
        + Svg.num(Math.max(x2, stem + r2));
  }

  private static String pair(double x, double y) {
    return Svg.num(x) + " " + Svg.num(y) + " ";
  }

  private void control(Svg out, Barrier barrier) {
    Long passedAt = barrier.passedAt();
    Double row = codeRows.get(barrier.id());
    if (passedAt == null || row == null) {
      return;
    }
    double gx = scale.x(passedAt);
    double solidTo = row;
    for (Call giver : run.givers(barrier.on())) {
      Place place = places.get(giver.id());
      if (place != null) {
        solidTo = Math.max(solidTo, place.middle() + 9);
      }
    }
    Map<Place, Call> takers = takers(barrier);
    double lowest = solidTo;
    double highest = row;
    for (Place place : takers.keySet()) {
      lowest = Math.max(lowest, headY(place, takers));
    }
    out.open("control", "data-barrier", barrier.id());
    out.line(gx, highest, gx, solidTo, "l-bar");
    if (lowest > solidTo) {
      out.path("M" + Svg.num(gx) + " " + Svg.num(solidTo) + "V" + Svg.num(lowest), "l-ctrl");
    }
    takers.forEach((place, call) -> head(out, gx, call, headY(place, takers)));
    out.close();
  }

  private Map<Place, Call> takers(Barrier barrier) {
    Map<Place, Call> takers = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      for (Call call : lane.calls()) {
        Place place = places.get(call.id());
        if (place != null && call.after().contains(barrier.id())) {
          takers.putIfAbsent(place, call);
        }
      }
    }
    return takers;
  }

  private static double headY(Place place, Map<Place, Call> takers) {
    Call call = takers.get(place);
    return place.middle() + (call != null && !call.needs().isEmpty() ? 3 : 0);
  }

  private void head(Svg out, double gx, Call call, double y) {
    double tip = Math.max(scale.x(call.calledAt()) - .5, gx + 4.5);
    out.open("edge", "data-to", call.id(), "data-kind", "control");
    if (tip - gx > 7) {
      out.path("M" + Svg.num(gx) + " " + Svg.num(y) + "H" + Svg.num(tip - 4), "l-ctrl");
    }
    out.path("M" + Svg.num(tip) + " " + Svg.num(y) + "l-4.5 -2.6v5.2z", "f-barrier");
    out.close();
  }
}
