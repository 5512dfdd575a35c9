namespace Skein.Packer.Environments;

/// <summary>Finds the environment that is meant, and lists it by the rules of its kind.</summary>
/// <param name="variables">Reads environment variables.</param>
internal sealed class EnvironmentReader(Func<string, string?> variables)
{
    /// <exception cref="PackException">There is no such environment.</exception>
    public PackSource Read(PackOptions options, CancellationToken cancellation)
    {
        if (options.Kind == EnvironmentKind.Folder)
            return PlainFolder.Read(options.Prefix ?? throw new PackException("Which folder? Give its path with --prefix"), cancellation);
        var discovery = new CondaDiscovery(variables);
        var prefix = options.Prefix is { } path ? CondaDiscovery.FindByPrefix(path)
            : options.Name is { } name ? discovery.FindByName(name)
            : discovery.FindActive();
        return CondaEnvironment.Read(prefix, options, cancellation);
    }
}
