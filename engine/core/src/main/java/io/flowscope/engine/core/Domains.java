package io.flowscope.engine.core;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.DomainConfiguration;
import io.flowscope.engine.model.DomainDetail;
import io.flowscope.engine.model.DomainInfo;
import io.flowscope.engine.model.Done;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.store.RegistryRow;
import io.flowscope.engine.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Registers, deprecates and tags domains. */
final class Domains {
  private static final String ARN = "arn:aws:swf:local:000000000000:/domain/";

  /** A client puts its own partition, region and account. */
  private static final Pattern ANY_ARN =
      Pattern.compile("arn:aws[^:]*:swf:[^:]*:[^:]*:/domain/(.+)");

  private Domains() {}

  /** The domain, if new things may be made in it. */
  static DomainEntry usable(Transaction tx, String name) {
    DomainEntry domain = tx.world().registry.domain(name);
    if (domain.isDeprecated()) {
      throw new SwfFault("DomainDeprecatedFault", name);
    }
    return domain;
  }

  static Done register(Transaction tx, Action.RegisterDomain a) {
    Registry registry = tx.world().registry;
    if (registry.domains().containsKey(a.name())) {
      throw new SwfFault("DomainAlreadyExistsFault", a.name());
    }
    if (registry.domains().size() >= tx.limits().domains()) {
      throw Faults.limit(
          "There are "
              + registry.domains().size()
              + " domains, deprecated ones included; raise limits.domains for more");
    }
    List<ResourceTag> tags = merged(tx, List.of(), a.tags());
    // Registered again after damage, it has the types that it had.
    put(
        tx,
        DomainEntry.of(
                new DomainDetail(
                    new DomainInfo(
                        a.name(), RegistrationStatus.REGISTERED, a.description(), ARN + a.name()),
                    new DomainConfiguration(a.workflowExecutionRetentionPeriodInDays())),
                tags)
            .with(registry.types(a.name())));
    return new Done();
  }

  static Done deprecate(Transaction tx, Action.DeprecateDomain a) {
    DomainEntry domain = tx.world().registry.domain(a.name());
    if (domain.isDeprecated()) {
      throw new SwfFault("DomainDeprecatedFault", a.name());
    }
    put(tx, with(domain, RegistrationStatus.DEPRECATED));
    Registrations.deprecateAll(tx, a.name());
    return new Done();
  }

  static Done undeprecate(Transaction tx, Action.UndeprecateDomain a) {
    DomainEntry domain = tx.world().registry.domain(a.name());
    if (!domain.isDeprecated()) {
      throw new SwfFault("DomainAlreadyExistsFault", a.name());
    }
    put(tx, with(domain, RegistrationStatus.REGISTERED));
    return new Done();
  }

  private static DomainEntry with(DomainEntry domain, RegistrationStatus status) {
    DomainInfo info = domain.detail().domainInfo();
    return domain.with(
        new DomainDetail(
            new DomainInfo(info.name(), status, info.description(), info.arn()),
            domain.detail().configuration()));
  }

  static Done tag(Transaction tx, Action.TagResource a) {
    DomainEntry domain = byArn(tx.world().registry, a.resourceArn());
    put(tx, domain.withTags(merged(tx, domain.tags(), a.tags())));
    return new Done();
  }

  static Done untag(Transaction tx, Action.UntagResource a) {
    DomainEntry domain = byArn(tx.world().registry, a.resourceArn());
    List<ResourceTag> left =
        domain.tags().stream().filter(tag -> !a.tagKeys().contains(tag.key())).toList();
    put(tx, domain.withTags(left));
    return new Done();
  }

  static DomainEntry byArn(Registry registry, String arn) {
    Matcher domain = ANY_ARN.matcher(arn);
    if (!domain.matches()) {
      throw Faults.unknown("Unknown resource: " + arn);
    }
    return registry.domain(domain.group(1));
  }

  private static List<ResourceTag> merged(
      Transaction tx, List<ResourceTag> old, @Nullable List<ResourceTag> added) {
    Map<String, ResourceTag> all = new LinkedHashMap<>();
    old.forEach(tag -> all.put(tag.key(), tag));
    if (added != null) {
      added.forEach(tag -> all.put(tag.key(), tag));
    }
    if (all.size() > tx.limits().domainTags()) {
      throw new SwfFault(
          "TooManyTagsFault",
          "A domain may have "
              + tx.limits().domainTags()
              + " tags, but this one would have "
              + all.size());
    }
    return new ArrayList<>(all.values());
  }

  private static void put(Transaction tx, DomainEntry domain) {
    String body = Wire.encode(new Registry.StoredDomain(domain.detail(), domain.tags()));
    tx.register(
        domain, new RegistryRow(RegistryRow.Kind.DOMAIN, domain.name(), domain.name(), "", body));
  }
}
