using Fields = Skein.Specification.SpecificationFields;

namespace Skein.Specification;

/// <summary>The rules of <c>depends</c>: every name is a service, and none waits for itself.</summary>
internal static class ServiceDependencies
{
    // Longer cycles are shown by their ends.
    private const int ShownServices = 16;

    private enum Visit
    {
        None,
        Open,
        Done,
    }

    /// <param name="services">Services by name.</param>
    /// <param name="path">Where the services are.</param>
    public static IEnumerable<Violation> Violations(IReadOnlyDictionary<string, ServiceSpec> services, FieldPath path)
    {
        foreach (var (name, service) in services)
        {
            for (var index = 0; index < service.Depends.Count; index++)
            {
                if (services.ContainsKey(service.Depends[index]))
                    continue;
                yield return new Violation(
                    path.Field(name).Field(Fields.Depends).Item(index),
                    $"{NameHints.Quote(service.Depends[index])} is not a service here; {NameHints.Suggest(service.Depends[index], services.Keys.Where(other => other != name))}");
            }
        }

        if (FindCycle(services) is { } cycle)
            yield return new Violation(path.Field(cycle[0]).Field(Fields.Depends), $"services wait for each other: {Show(cycle)}");
    }

    // One cycle is enough to start repairing: their number can grow with the square of the services.
    // The walk is without recursion, because a chain of services may be longer than the stack is deep.
    private static List<string>? FindCycle(IReadOnlyDictionary<string, ServiceSpec> services)
    {
        var visits = services.Keys.ToDictionary(static name => name, static _ => Visit.None, StringComparer.Ordinal);
        foreach (var start in services.Keys)
        {
            if (visits[start] != Visit.None)
                continue;
            var way = new List<(string Name, int Next)> { (start, 0) };
            visits[start] = Visit.Open;
            while (way.Count > 0)
            {
                var (name, next) = way[^1];
                var depends = services[name].Depends;
                if (next == depends.Count)
                {
                    visits[name] = Visit.Done;
                    way.RemoveAt(way.Count - 1);
                    continue;
                }

                way[^1] = (name, next + 1);
                var target = depends[next];
                if (!visits.TryGetValue(target, out var visit))
                    continue;
                if (visit == Visit.None)
                {
                    visits[target] = Visit.Open;
                    way.Add((target, 0));
                }
                else if (visit == Visit.Open)
                {
                    var names = way.ConvertAll(static step => step.Name);
                    return [.. names[names.IndexOf(target)..], target];
                }
            }
        }

        return null;
    }

    private static string Show(List<string> cycle)
    {
        var shown = cycle.Select(NameHints.Printable).ToList();
        return cycle.Count <= ShownServices
            ? string.Join("->", shown)
            : string.Join("->", shown[..(ShownServices / 2)].Append("…").Concat(shown[^(ShownServices / 2)..]));
    }
}
