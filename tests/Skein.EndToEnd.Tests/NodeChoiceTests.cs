using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Which nodes containers get: by name, rack, label, attribute, type of resource, and by what runs there.</summary>
[Collection(VariedClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class NodeChoiceTests(VariedCluster cluster)
{
    private const string Master = "master: {resources: {memory: 64 MiB, vcores: 1}}\n";

    [Fact]
    public async Task Named_nodes_and_racks_are_used_and_unknown_ones_waited_for()
    {
        using var user = cluster.User();
        await using var application = await SubmitAsync(user, $$"""
            services:
              there: {nodes: ["{{cluster.SecondHost}}"], instances: 2, {{Sleep}}}
              rack: {racks: [/rack1], instances: 2, {{Sleep}}}
              nowhere: {nodes: [no-such-host], {{Sleep}}}
              nearly: {nodes: [no-such-host], relax_locality: true, {{Sleep}}}
            """);
        var containers = await RunningAsync(application, 5);
        Assert.Equal([cluster.SecondHost], HostsOf(containers, "there"));
        Assert.Equal([cluster.FirstHost], HostsOf(containers, "rack"));
        Assert.Equal("REQUESTED", containers.Single(c => c.Service == "nowhere").State);
    }

    [Fact]
    public async Task Labels_are_for_those_who_ask_for_them_alone_or_beside_a_rule_of_placement()
    {
        using var user = cluster.User();
        await using var label = await cluster.LabelAsync();
        await using var application = await SubmitAsync(user, $$"""
            services:
              anywhere: {instances: 3, {{Sleep}}}
              labelled: {node_label: fast, instances: 2, {{Sleep}}}
              limited: {node_label: fast, placement: {max_per_node: 2}, instances: 3, {{Sleep}}}
              solid: {node_label: fast, placement: {attributes: {nm.yarn.io/disk: solid} }, {{Sleep}}}
            """);
        await using var whole = await SubmitAsync(user, $$"""
            node_label: fast
            services:
              plain: {{{Sleep}}}
              apart: {placement: {apart: [apart]}, instances: 2, {{Sleep}}}
            """);
        var containers = await RunningAsync(application, 8);
        Assert.DoesNotContain(label.Host, HostsOf(containers, "anywhere"));
        foreach (var service in (string[])["labelled", "limited", "solid"])
            Assert.Equal([label.Host], HostsOf(containers, service));
        Assert.Single(containers, c => c is { Service: "limited", State: "REQUESTED" });

        containers = await RunningAsync(whole, 2);
        Assert.Equal([label.Host], HostsOf(containers, "plain"));
        Assert.Equal([label.Host], HostsOf(containers, "apart"));
    }

    [Fact]
    public async Task Unknown_labels_and_labels_beside_two_rules_are_refused()
    {
        using var user = cluster.User();
        await RefusedAsync(user, 1, "labelExpression of resource request=nosuch", $"node_label: nosuch\nservices:\n  one: {{{Sleep}}}\n");
        await RefusedAsync(
            user,
            2,
            "services.one.placement: has 2 rules, but YARN takes only one together with 'node_label' ('fast')",
            $"node_label: fast\nservices:\n  one: {{placement: {{apart: [one], max_per_rack: 1}}, {Sleep}}}\n");

        await using var application = await SubmitAsync(user, $"services:\n  one: {{node_label: nosuch, {Sleep}}}\n");
        Assert.Contains("labelExpression of resource request=nosuch", (await application.FinishedAsync()).GetProperty("diagnostics").GetString());
    }

    [Fact]
    public async Task Attributes_and_neighbours_decide_where_containers_are_placed()
    {
        using var user = cluster.User();
        await using var application = await SubmitAsync(user, $$"""
            services:
              spinning: {placement: {attributes: {nm.yarn.io/disk: spinning} }, instances: 2, {{Sleep}}}
              other: {placement: {attributes: {nm.yarn.io/disk: {not: spinning} } }, {{Sleep}}}
              near: {placement: {near: [other], max_per_node: 1}, depends: [other], {{Sleep}}}
              apart: {placement: {apart: [apart]}, instances: 3, {{Sleep}}}
            """);
        var containers = await RunningAsync(application, 6);
        Assert.Equal([cluster.FirstHost], HostsOf(containers, "spinning"));
        Assert.Equal([cluster.SecondHost], HostsOf(containers, "other"));
        Assert.Equal([cluster.SecondHost], HostsOf(containers, "near"));
        Assert.Equal(2, HostsOf(containers, "apart").Count);
    }

    [Fact]
    public async Task Types_of_resources_of_the_cluster_are_given_and_shown_and_too_much_is_refused()
    {
        using var user = cluster.User();
        await using var application = await SubmitAsync(
            user, $"services:\n  one: {{{Sleep.Replace("vcores: 1", "vcores: 1, custom: {licence: 2}")}}}\n");
        Assert.Equal([cluster.FirstHost], HostsOf(await RunningAsync(application, 1), "one"));
        await application.ReportAsync(
            report => report.GetProperty("usage").GetProperty("used").GetProperty("custom").GetProperty("licence").GetInt32() == 2, "licences");

        await RefusedAsync(
            user,
            2,
            "services.one.resources.custom.licence: 3 is above the cluster's maximum of 2",
            $"services:\n  one: {{{Sleep.Replace("vcores: 1", "vcores: 1, custom: {licence: 3}")}}}\n");
        await RefusedAsync(
            user,
            2,
            "services.one.resources.custom.fizz: the cluster has no such type of resource; it has licence",
            $"services:\n  one: {{{Sleep.Replace("vcores: 1", "vcores: 1, custom: {fizz: 1}")}}}\n");
    }

    private static string Sleep => "resources: {memory: 32 MiB, vcores: 1}, script: exec sleep 600";

    private static Task<TestApplication> SubmitAsync(SkeinUser user, string services) =>
        TestApplication.SubmitAsync(user, user.Specification(Master + services));

    private static async Task RefusedAsync(SkeinUser user, int exitCode, string sentence, string services)
    {
        var result = await user.RunAsync("submit", user.Specification(Master + services));
        Assert.True(exitCode == result.ExitCode, $"exit status {result.ExitCode}\n{result.Error}");
        Assert.Contains(sentence, result.Error);
    }

    private static async Task<IReadOnlyList<PlacedContainer>> RunningAsync(TestApplication application, int count) =>
        await application.PlacedAsync(all => all.Count(c => c.State == "RUNNING") == count);

    private static IReadOnlyList<string> HostsOf(IReadOnlyList<PlacedContainer> containers, string service) =>
        [.. containers.Where(c => c.Service == service && c.State == "RUNNING").Select(c => c.Host).Distinct()];
}
