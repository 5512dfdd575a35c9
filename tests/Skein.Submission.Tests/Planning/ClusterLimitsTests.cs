using Skein.Hadoop.Configuration;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;
using Skein.Submission.Planning;

namespace Skein.Submission.Tests.Planning;

public sealed class ClusterLimitsTests
{
    [Theory]
    [InlineData("licence", 3, "")]
    [InlineData("disk", 100, "Gi")]
    public void What_the_cluster_has_can_be_asked_for(string type, long amount, string units) =>
        Assert.Empty(ClusterLimits.ResourceProblems(Asking(type, new ResourceAmount(amount, units)), Maximum()));

    [Theory]
    [InlineData("licence", 4, "", "4 is above the cluster's maximum of 3")]
    [InlineData("disk", 101, "Gi", "101Gi is above the cluster's maximum of 100Gi")]
    [InlineData("disk", 100, "", "the cluster counts this type in Gi; write 100Gi if that is the amount")]
    [InlineData("disk", 1, "Ti", "the cluster counts this type in Gi; write 1Gi if that is the amount")]
    [InlineData("licence", 1, "k", "the cluster counts this type without units; write 1 if that is the amount")]
    [InlineData("license", 1, "", "the cluster has no such type of resource; it has disk, licence")]
    public void What_the_cluster_has_not_is_told(string type, long amount, string units, string message) => Assert.Equal(
        [$"services.worker.resources.custom.{type}: {message}"],
        ClusterLimits.ResourceProblems(Asking(type, new ResourceAmount(amount, units)), Maximum()));

    [Fact]
    public void Oversized_services_pass_where_their_application_is_to_fail_and_unknown_types_never_do()
    {
        var spec = Asking("license", new ResourceAmount(1));
        var worker = spec.Services["worker"];
        spec = spec with { Services = new Dictionary<string, ServiceSpec> { ["worker"] = worker with { Resources = worker.Resources with { Memory = 1 << 30 } } } };
        Assert.Equal(2, ClusterLimits.ResourceProblems(spec, Maximum()).Count);
        Assert.Contains("no such type", Assert.Single(ClusterLimits.ResourceProblems(spec, Maximum(), refusesOversizedServices: false)));
    }

    [Fact]
    public void A_cluster_without_types_of_its_own_says_so() => Assert.Equal(
        ["services.worker.resources.custom.licence: the cluster has no such type of resource; it has none of its own"],
        ClusterLimits.ResourceProblems(Asking("licence", new ResourceAmount(1)), new ResourceProto { Memory = 1024, VirtualCores = 1 }));

    [Fact]
    public void More_tags_than_the_cluster_takes_are_told_the_one_of_the_type_included()
    {
        var spec = PlanFixture.Spec() with { Tags = [.. Enumerable.Range(0, 10).Select(static number => $"tag{number}")] };

        Assert.Empty(ClusterLimits.TagProblems(spec, Configuration()));
        Assert.Equal(
            ["tags: 11, 'skein' included, but the cluster takes at most 10 (yarn.resourcemanager.application.max-tags)"],
            ClusterLimits.TagProblems(spec with { ApplicationType = "batch" }, Configuration()));
        Assert.Empty(ClusterLimits.TagProblems(
            spec with { ApplicationType = "batch" }, Configuration((ConfigurationKeys.MaximumTags, "11"))));
    }

    [Fact]
    public void A_tag_longer_than_the_cluster_takes_is_told()
    {
        var tag = new string('a', 101);

        Assert.Equal(
            [$"tags: '{tag}' is longer than 100 letters (yarn.resourcemanager.application.max-tag.length)"],
            ClusterLimits.TagProblems(PlanFixture.Spec() with { Tags = [tag, tag[1..]] }, Configuration()));
        Assert.Empty(ClusterLimits.TagProblems(
            PlanFixture.Spec() with { Tags = [tag] }, Configuration((ConfigurationKeys.MaximumTagLength, "101"))));
    }

    private static ApplicationSpec Asking(string type, ResourceAmount amount) => PlanFixture.Spec() with
    {
        Services = new Dictionary<string, ServiceSpec>
        {
            ["worker"] = PlanFixture.Service() with
            {
                Resources = new ResourcesSpec { Memory = 1, VCores = 1, Custom = new Dictionary<string, ResourceAmount> { [type] = amount } },
            },
        },
    };

    private static ResourceProto Maximum()
    {
        var maximum = ContainerResources.Create(1024, 4, 0, 0);
        ContainerResources.Add(maximum, ContainerResources.Memory, 1024, "Mi");
        ContainerResources.Add(maximum, ContainerResources.VirtualCores, 4, "");
        ContainerResources.Add(maximum, "licence", 3, "");
        ContainerResources.Add(maximum, "disk", 100, "Gi");
        return maximum;
    }

    private static HadoopConfiguration Configuration(params (string Key, string Value)[] settings) =>
        HadoopConfiguration.FromProperties(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
}
