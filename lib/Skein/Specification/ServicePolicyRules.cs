using System.Globalization;
using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>The rules of how containers of a service start, stop and are placed.</summary>
internal static class ServicePolicyRules
{
    private const int LargestPort = 65_535;

    // A port that is tried more often keeps the node busy with nothing else.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // Far from where sums of times leave their range.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public static IEnumerable<Violation> Violations(string name, ApplicationSpec spec, FieldPath path)
    {
        var services = spec.Services;
        var service = services[name];
        var violations = Restart(service.Restart, path.Field(Fields.Restart))
            .Concat(Duration(service.StopGrace, path.Field(Fields.StopGrace)))
            .Concat(Duration(service.TimeLimit, path.Field(Fields.TimeLimit)));
        if (service.Ready is { } ready)
            violations = violations.Concat(Ready(ready, path.Field(Fields.Ready)));
        if (service.Container is { } container)
            violations = violations.Concat(Container(container, path.Field(Fields.Container)));
        if (service.Placement is not null)
        {
            violations = violations.Concat(Placement(name, services, path))
                .Concat(Labelled(service, service.NodeLabel.Length > 0 ? service.NodeLabel : spec.NodeLabel, path));
        }

        return violations;
    }

    public static IEnumerable<Violation> Duration(TimeSpan duration, FieldPath path, TimeSpan least = default)
    {
        if (duration < least)
            yield return new Violation(path, $"must be at least {DurationText.Format(least)}, not {DurationText.Format(duration)}");
        if (duration > Longest)
            yield return new Violation(path, $"must be at most {DurationText.Format(Longest)}");
    }

    // Zero would be the default on the wire.
    private static IEnumerable<Violation> Restart(RestartSpec restart, FieldPath path) =>
        Duration(restart.Backoff, path.Field(Fields.Backoff))
            .Concat(Duration(restart.MaxBackoff, path.Field(Fields.MaxBackoff), restart.Backoff > TimeSpan.Zero ? restart.Backoff : Shortest))
            .Concat(Duration(restart.Window, path.Field(Fields.Window)));

    private static IEnumerable<Violation> Ready(ReadinessSpec ready, FieldPath path)
    {
        var ways = (ready.Key is null ? 0 : 1) + (ready.TcpPort is null ? 0 : 1) + (ready.HttpPort is null ? 0 : 1);
        if (ways != 1)
            yield return new Violation(path, $"give exactly one of '{Fields.Key}', '{Fields.Tcp}' and '{Fields.Http}'");
        if (ready.Key is { } key)
        {
            var rest = key.Replace(ReadinessSpec.InstancePlaceholder, "", StringComparison.Ordinal);
            if (key.Length == 0)
                yield return new Violation(path.Field(Fields.Key), "must not be empty");
            if (rest.AsSpan().ContainsAny('{', '}'))
                yield return new Violation(path.Field(Fields.Key), $"only {ReadinessSpec.InstancePlaceholder} may stand in braces");
        }

        if (ready.TcpPort is < 1 or > LargestPort)
            yield return new Violation(path.Field(Fields.Tcp), $"must be a port, 1 to {LargestPort}");
        var http = path.Field(Fields.Http);
        if (ready.HttpPort is < 1 or > LargestPort)
            yield return new Violation(http.Field(Fields.Port), $"must be a port, 1 to {LargestPort}");
        if (!ready.HttpPath.StartsWith('/') || !IsOneWord(ready.HttpPath))
            yield return new Violation(http.Field(Fields.Path), "must start with / and hold no spaces");
        foreach (var violation in Duration(ready.Period, path.Field(Fields.Period), ShortestPeriod).Concat(Duration(ready.Timeout, path.Field(Fields.Timeout))))
            yield return violation;
    }

    private static IEnumerable<Violation> Container(ContainerRuntimeSpec container, FieldPath path)
    {
        if (!IsOneWord(container.Image))
            yield return new Violation(path.Field(Fields.Image), "must be the name of an image, as python:3.12");
        for (var index = 0; index < container.Mounts.Count; index++)
        {
            if (!IsMount(container.Mounts[index]))
            {
                yield return new Violation(
                    path.Field(Fields.Mounts).Item(index),
                    $"{NameHints.Quote(container.Mounts[index])} is not a mount; write SOURCE:DESTINATION:MODE, as /data:/data:ro, with mode ro or rw");
            }
        }

        if (container.Network.Length > 0 && !IsOneWord(container.Network))
            yield return new Violation(path.Field(Fields.Network), "must be the name of a network, as host or bridge");
    }

    // NodeManagers take mounts as one list with commas, and split each at its colons.
    private static bool IsMount(string mount)
    {
        var parts = mount.Split(':');
        return parts is [{ Length: > 0 }, ['/', ..], "ro" or "rw"] && !mount.Contains(',', StringComparison.Ordinal) && !mount.Any(char.IsControl);
    }

    private static IEnumerable<Violation> Placement(string name, IReadOnlyDictionary<string, ServiceSpec> services, FieldPath path)
    {
        var service = services[name];
        var placement = service.Placement!;
        var place = path.Field(Fields.Placement);
        if (service.Nodes.Count > 0 || service.Racks.Count > 0)
            yield return new Violation(place, $"can not stand beside '{Fields.Nodes}' and '{Fields.Racks}'; use one of the two ways");
        for (var index = 0; index < placement.Near.Count; index++)
        {
            var near = placement.Near[index];
            var item = place.Field(Fields.Near).Item(index);
            if (near == name)
                yield return new Violation(item, "a service can not be near itself: its first container would find no place");
            else if (!services.ContainsKey(near))
                yield return Unknown(near, services.Keys.Where(other => other != name), item);
            else if (!service.Depends.Contains(near))
                yield return new Violation(item, $"containers near {NameHints.Quote(near)} can only be placed once it runs: add it to '{Fields.Depends}'");
            if (placement.Apart.Contains(near))
                yield return new Violation(item, $"{NameHints.Quote(near)} is in '{Fields.Apart}' too");
        }

        for (var index = 0; index < placement.Apart.Count; index++)
        {
            if (!services.ContainsKey(placement.Apart[index]))
                yield return Unknown(placement.Apart[index], services.Keys, place.Field(Fields.Apart).Item(index));
        }

        foreach (var (field, most) in ((string, int)[])[(Fields.MaxPerNode, placement.MaxPerNode), (Fields.MaxPerRack, placement.MaxPerRack)])
        {
            if (most < 0)
                yield return new Violation(place.Field(field), string.Create(CultureInfo.InvariantCulture, $"must be >= 0, not {most}"));
        }

        foreach (var violation in Attributes(placement.Attributes, place.Field(Fields.Attributes)))
            yield return violation;
    }

    // The ResourceManager finds a label beside one constraint only, and would never place what has more.
    private static IEnumerable<Violation> Labelled(ServiceSpec service, string label, FieldPath path)
    {
        var placement = service.Placement!;
        var rules = placement.Near.Count + placement.Apart.Count + placement.Attributes.Count
            + (placement.MaxPerNode > 0 ? 1 : 0) + (placement.MaxPerRack > 0 ? 1 : 0);
        if (label.Length > 0 && rules > 1)
        {
            yield return new Violation(path.Field(Fields.Placement), string.Create(
                CultureInfo.InvariantCulture,
                $"has {rules} rules, but YARN takes only one together with '{Fields.NodeLabel}' ({NameHints.Quote(label)}): leave one of them"));
        }
    }

    // YARN's letters: names and values are made of them, and a name may have a prefix of its own.
    private static IEnumerable<Violation> Attributes(IReadOnlyList<NodeAttributeSpec> attributes, FieldPath path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            var field = path.Field(attribute.Name);
            if (!names.Add(attribute.Name))
                yield return new Violation(field, "is asked for twice");
            var parts = attribute.Name.Split('/');
            if (parts.Length > 2 || !parts.All(IsAttributeWord))
                yield return new Violation(field, $"{NameHints.Quote(attribute.Name)} is not the name of a node attribute; write as os or rm.yarn.io/os");
            if (!IsAttributeWord(attribute.Value))
                yield return new Violation(field, $"{NameHints.Quote(attribute.Value)} is not a value of a node attribute: letters, digits, '-', '_' and '.'");
        }
    }

    private static Violation Unknown(string service, IEnumerable<string> others, FieldPath path) =>
        new(path, $"{NameHints.Quote(service)} is not a service here; {NameHints.Suggest(service, others)}");

    private static bool IsAttributeWord(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static bool IsOneWord(string text) => text.Length > 0 && !text.Any(static letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
