package io.flowscope.engine.core;

import io.flowscope.engine.decide.Limits;
import io.flowscope.engine.decide.PersistentMap;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTypeDetail;
import io.flowscope.engine.model.ActivityTypeInfo;
import io.flowscope.engine.model.ActivityTypeInfos;
import io.flowscope.engine.model.DomainInfo;
import io.flowscope.engine.model.DomainInfos;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.WorkflowTypeDetail;
import io.flowscope.engine.model.WorkflowTypeInfo;
import io.flowscope.engine.model.WorkflowTypeInfos;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists domains and types by name. */
final class TypeLists {
  private final Published published;
  private final InstantSource clock;
  private final Limits limits;

  TypeLists(Published published, InstantSource clock, Limits limits) {
    this.published = published;
    this.clock = clock;
    this.limits = limits;
  }

  DomainInfos domains(Action.ListDomains a) {
    String arguments =
        "domains " + a.registrationStatus() + ' ' + Boolean.TRUE.equals(a.reverseOrder());
    String from =
        PageToken.read(arguments, clock.instant(), a.nextPageToken(), 1)
            .map(place -> place.get(0))
            .orElse(null);
    List<DomainInfo> found = new ArrayList<>();
    String next = null;
    int size = Pages.size(a.maximumPageSize(), limits);
    for (Map.Entry<String, DomainEntry> entry :
        published.registry().domains().from(from, Boolean.TRUE.equals(a.reverseOrder()))) {
      DomainInfo info = entry.getValue().detail().domainInfo();
      if (info.status() != a.registrationStatus()) {
        continue;
      }
      if (found.size() == size) {
        next =
            PageToken.write(
                arguments, clock.instant(), List.of(found.get(found.size() - 1).name()));
        break;
      }
      found.add(info);
    }
    return new DomainInfos(found, next);
  }

  WorkflowTypeInfos workflows(Action.ListWorkflowTypes a) {
    Query query =
        new Query(
            arguments("workflows", a.domain(), a.name(), a.registrationStatus(), a.reverseOrder()),
            a.name(),
            a.nextPageToken(),
            a.maximumPageSize(),
            a.reverseOrder());
    Found<WorkflowTypeDetail> found =
        find(
            published.registry().domain(a.domain()).workflows(),
            query,
            type -> type.typeInfo().status() == a.registrationStatus());
    List<WorkflowTypeInfo> infos = found.items.stream().map(WorkflowTypeDetail::typeInfo).toList();
    return new WorkflowTypeInfos(infos, found.next);
  }

  ActivityTypeInfos activities(Action.ListActivityTypes a) {
    Query query =
        new Query(
            arguments("activities", a.domain(), a.name(), a.registrationStatus(), a.reverseOrder()),
            a.name(),
            a.nextPageToken(),
            a.maximumPageSize(),
            a.reverseOrder());
    Found<ActivityTypeDetail> found =
        find(
            published.registry().domain(a.domain()).activities(),
            query,
            type -> type.typeInfo().status() == a.registrationStatus());
    List<ActivityTypeInfo> infos = found.items.stream().map(ActivityTypeDetail::typeInfo).toList();
    return new ActivityTypeInfos(infos, found.next);
  }

  /** What a page token belongs to: it is refused with any other arguments. */
  private static String arguments(
      String kind,
      String domain,
      @Nullable String name,
      RegistrationStatus status,
      @Nullable Boolean reverse) {
    return String.join(
        " ",
        kind,
        domain,
        String.valueOf(name),
        status.toString(),
        String.valueOf(Boolean.TRUE.equals(reverse)));
  }

  private record Query(
      String arguments,
      @Nullable String name,
      @Nullable String token,
      @Nullable Integer size,
      @Nullable Boolean reverse) {}

  private record Found<T>(List<T> items, @Nullable String next) {}

  private <T> Found<T> find(PersistentMap<TypeKey, T> types, Query query, Predicate<T> wanted) {
    TypeKey from =
        PageToken.read(query.arguments, clock.instant(), query.token, 2)
            .map(place -> new TypeKey(place.get(0), place.get(1)))
            .orElse(null);
    int size = Pages.size(query.size, limits);
    List<T> found = new ArrayList<>();
    TypeKey last = null;
    Iterator<Map.Entry<TypeKey, T>> entries =
        types.from(from, Boolean.TRUE.equals(query.reverse)).iterator();
    while (entries.hasNext()) {
      Map.Entry<TypeKey, T> entry = entries.next();
      boolean named = query.name == null || query.name.equals(entry.getKey().name());
      if (!named || !wanted.test(entry.getValue())) {
        continue;
      }
      if (found.size() == size) {
        String next =
            PageToken.write(query.arguments, clock.instant(), List.of(last.name(), last.version()));
        return new Found<>(found, next);
      }
      found.add(entry.getValue());
      last = entry.getKey();
    }
    return new Found<>(found, null);
  }
}
