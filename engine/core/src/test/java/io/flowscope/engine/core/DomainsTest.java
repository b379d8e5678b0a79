package io.flowscope.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowscope.engine.model.Action;
import io.flowscope.engine.model.ActivityTypeInfo;
import io.flowscope.engine.model.DomainInfo;
import io.flowscope.engine.model.DomainInfos;
import io.flowscope.engine.model.RegistrationStatus;
import io.flowscope.engine.model.ResourceTag;
import io.flowscope.engine.model.WorkflowTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Domains from registration to deprecation and back, their lists and their tags. */
class DomainsTest extends Scenario {
  private final Stepped swf = bare();

  private void register(String name) {
    swf.does(new Action.RegisterDomain(name, "about " + name, "7", null));
  }

  private List<String> names(Boolean reverse) {
    return swf
        .does(new Action.ListDomains(null, RegistrationStatus.REGISTERED, null, reverse))
        .domainInfos()
        .stream()
        .map(DomainInfo::name)
        .toList();
  }

  @Test
  void aDomainIsDescribedAsRegistered() {
    register("x");
    var detail = swf.does(new Action.DescribeDomain("x"));
    assertThat(detail.domainInfo())
        .isEqualTo(
            new DomainInfo(
                "x",
                RegistrationStatus.REGISTERED,
                "about x",
                "arn:aws:swf:local:000000000000:/domain/x"));
    assertThat(detail.configuration().workflowExecutionRetentionPeriodInDays()).isEqualTo("7");
  }

  @Test
  void whatIsNotThereOrThereAlready() {
    register("x");
    assertThat(refusal(swf, new Action.RegisterDomain("x", null, "1", null)))
        .isEqualTo("DomainAlreadyExistsFault: x");
    assertThat(refusal(swf, new Action.UndeprecateDomain("x")))
        .isEqualTo("DomainAlreadyExistsFault: x");
    for (Action<?> unknown :
        List.of(
            new Action.DescribeDomain("y"),
            new Action.DeprecateDomain("y"),
            new Action.UndeprecateDomain("y"))) {
      assertThat(refusal(swf, unknown)).isEqualTo("UnknownResourceFault: Unknown domain: y");
    }
  }

  @Test
  void aDeprecatedDomainTakesNothingNewUntilItIsUndeprecated() {
    swf.register();
    swf.starts("open");
    swf.does(new Action.DeprecateDomain(Stepped.DOMAIN));
    assertThat(refusal(swf, new Action.DeprecateDomain(Stepped.DOMAIN)))
        .isEqualTo("DomainDeprecatedFault: d");
    assertThat(refusal(swf, new Action.RegisterDomain(Stepped.DOMAIN, null, "1", null)))
        .isEqualTo("DomainAlreadyExistsFault: d");
    Action<?> start =
        of(
            Action.StartWorkflowExecution.class,
            "domain",
            Stepped.DOMAIN,
            "workflowId",
            "new",
            "workflowType",
            Stepped.WORKFLOW);
    Action<?> workflow =
        of(Action.RegisterWorkflowType.class, "domain", "d", "name", "N", "version", "1");
    Action<?> activity =
        of(Action.RegisterActivityType.class, "domain", "d", "name", "N", "version", "1");
    for (Action<?> refused : List.of(start, workflow, activity)) {
      assertThat(refusal(swf, refused)).isEqualTo("DomainDeprecatedFault: d");
    }
    assertThat(names(null)).isEmpty();
    swf.decides(swf.decision(), Stepped.complete("1"));

    swf.does(new Action.UndeprecateDomain(Stepped.DOMAIN));
    assertThat(names(null)).containsExactly("d");
    swf.does(workflow);
  }

  @Test
  void theTypesOfADeprecatedDomainAreDeprecatedWithIt() {
    swf.register();
    swf.does(new Action.DeprecateDomain(Stepped.DOMAIN));
    WorkflowTypeInfo workflow =
        swf.does(new Action.DescribeWorkflowType(Stepped.DOMAIN, Stepped.WORKFLOW)).typeInfo();
    ActivityTypeInfo activity =
        swf.does(new Action.DescribeActivityType(Stepped.DOMAIN, Stepped.ACTIVITY)).typeInfo();
    assertThat(workflow.status()).isEqualTo(RegistrationStatus.DEPRECATED);
    assertThat(workflow.deprecationDate()).isEqualTo(swf.now());
    assertThat(activity.status()).isEqualTo(RegistrationStatus.DEPRECATED);
    assertThat(activity.deprecationDate()).isEqualTo(swf.now());
    swf.does(new Action.UndeprecateDomain(Stepped.DOMAIN));
    swf.restart();
    assertThat(refusal(swf, new Action.DeprecateWorkflowType(Stepped.DOMAIN, Stepped.WORKFLOW)))
        .startsWith("TypeDeprecatedFault");
  }

  @Test
  void domainsAreListedByNameInBothOrdersPageByPage() {
    Stream.of("c", "a", "e", "d", "b").forEach(this::register);
    swf.does(new Action.DeprecateDomain("d"));
    assertThat(names(null)).containsExactly("a", "b", "c", "e");
    assertThat(names(true)).containsExactly("e", "c", "b", "a");
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      DomainInfos page =
          swf.does(new Action.ListDomains(token, RegistrationStatus.REGISTERED, 3, null));
      page.domainInfos().forEach(info -> seen.add(info.name()));
      token = page.nextPageToken();
    } while (token != null);
    assertThat(seen).containsExactly("a", "b", "c", "e");
    assertThat(
            swf.does(new Action.ListDomains(null, RegistrationStatus.DEPRECATED, null, null))
                .domainInfos())
        .extracting(DomainInfo::name)
        .containsExactly("d");
  }

  private List<ResourceTag> tags(String arn) {
    return swf.does(new Action.ListTagsForResource(arn)).tags();
  }

  @Test
  void tagsAreAddedReplacedAndRemovedByArn() {
    swf.does(new Action.RegisterDomain("x", null, "1", List.of(new ResourceTag("k", "1"))));
    String arn = swf.does(new Action.DescribeDomain("x")).domainInfo().arn();
    swf.does(
        new Action.TagResource(arn, List.of(new ResourceTag("k", "2"), new ResourceTag("l", ""))));
    assertThat(tags(arn)).containsExactly(new ResourceTag("k", "2"), new ResourceTag("l", ""));
    swf.restart();
    swf.does(new Action.UntagResource(arn, List.of("k", "unknown")));
    assertThat(tags("arn:aws-cn:swf:cn-north-1:123456789012:/domain/x"))
        .containsExactly(new ResourceTag("l", ""));
  }

  @Test
  void onlyDomainsHaveTags() {
    register("x");
    List<ResourceTag> tags = List.of(new ResourceTag("k", "v"));
    for (String arn : List.of("x", "arn:aws:s3:::x", "arn:aws:swf:r:a:/type/x")) {
      String said = "UnknownResourceFault: Unknown resource: " + arn;
      assertThat(refusal(swf, new Action.TagResource(arn, tags))).isEqualTo(said);
      assertThat(refusal(swf, new Action.UntagResource(arn, List.of("k")))).isEqualTo(said);
      assertThat(refusal(swf, new Action.ListTagsForResource(arn))).isEqualTo(said);
    }
    assertThat(refusal(swf, new Action.ListTagsForResource("arn:aws:swf:r:a:/domain/y")))
        .isEqualTo("UnknownResourceFault: Unknown domain: y");
  }

  @Test
  void aDomainHasAtMostFiftyTags() {
    List<ResourceTag> fifty =
        IntStream.range(0, 50).mapToObj(i -> new ResourceTag("k" + i, "v")).toList();
    List<ResourceTag> one = List.of(new ResourceTag("k50", "v"));
    swf.does(new Action.RegisterDomain("x", null, "1", fifty));
    String arn = swf.does(new Action.DescribeDomain("x")).domainInfo().arn();
    assertThat(refusal(swf, new Action.TagResource(arn, one)))
        .isEqualTo("TooManyTagsFault: A domain may have 50 tags, but this one would have 51");
    List<ResourceTag> more = new ArrayList<>(fifty);
    more.addAll(one);
    assertThat(refusal(swf, new Action.RegisterDomain("y", null, "1", more)))
        .startsWith("TooManyTagsFault");
    swf.does(new Action.TagResource(arn, fifty));
    assertThat(tags(arn)).hasSize(50);
  }

  @Test
  void thereAreAtMostAsManyDomainsAsAllowed() {
    Stepped few = bare("domains", "2");
    few.does(new Action.RegisterDomain("a", null, "1", null));
    few.does(new Action.RegisterDomain("b", null, "NONE", null));
    few.does(new Action.DeprecateDomain("a"));
    assertThat(refusal(few, new Action.RegisterDomain("c", null, "1", null)))
        .isEqualTo(
            "LimitExceededFault: There are 2 domains, deprecated ones included; raise"
                + " limits.domains for more");
  }
}
