namespace Skein.Packer.Environments;

/// <summary>Finds the environment that is meant, and lists it by the rules of its kind.</summary>
/// <param name="variables">Reads environment variables.</param>
internal sealed class EnvironmentReader(Func<string, string?> variables)
{
    /// <exception cref="PackException">There is no such environment, or it is not of the kind that is asked for.</exception>
    public PackSource Read(PackOptions options, CancellationToken cancellation)
    {
        var root = Find(options, out var doubt);
        var kind = EnvironmentKinds.Choose(root, options.Kind);
        if (options.DestinationPrefix != null && kind is EnvironmentKind.DotNet or EnvironmentKind.Folder)
            throw new PackException($"'{root}' has no recorded prefix to rewrite; leave the destination prefix out");
        if (options.IncludePython && kind != EnvironmentKind.Venv)
            throw new PackException($"'{root}' is not a virtual environment, which alone has its Python elsewhere; leave --include-python out");
        var source = kind switch
        {
            EnvironmentKind.Conda => CondaEnvironment.Read(root, options, cancellation),
            EnvironmentKind.Venv => VenvEnvironment.Read(root, options, cancellation),
            EnvironmentKind.DotNet => DotNetPublish.Read(root, options, cancellation),
            _ => PlainFolder.Read(root, cancellation),
        };
        return doubt == null ? source : source with { Warnings = [doubt, .. source.Warnings] };
    }

    // The doubt is a sentence about a choice that could have been another; null for none.
    private string Find(PackOptions options, out string? doubt)
    {
        doubt = null;
        if (options.Prefix is { } prefix)
            return options.Kind is null or EnvironmentKind.Conda ? PixiProject.Enter(Existing(prefix)) : Existing(prefix);
        if (options.Name is not { } name)
            return Active(options.Kind, out doubt);
        return options.Kind is null or EnvironmentKind.Conda
            ? new CondaDiscovery(variables).FindByName(name)
            : throw new PackException($"Only conda environments have names; give the path of '{name}' with --prefix");
    }

    private string Active(EnvironmentKind? kind, out string? doubt)
    {
        if (kind is EnvironmentKind.DotNet or EnvironmentKind.Folder)
            throw new PackException("Which folder? Give its path with --prefix");
        var active = ActiveEnvironments.Find(kind, variables);
        doubt = ActiveEnvironments.FindDoubt(active, variables);
        return active.Count > 0
            ? Existing(active[0])
            : throw new PackException(
                "No environment is active (neither CONDA_PREFIX nor VIRTUAL_ENV is set); activate one, or give one by --name or --prefix");
    }

    private static string Existing(string path)
    {
        if (path.Length == 0)
            throw new PackException("The prefix is empty; give the directory of an environment");
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(root))
            throw new PackException($"'{root}' is a file; give the directory of an environment");
        if (!Directory.Exists(root))
            throw new PackException($"The directory '{root}' does not exist, or may not be looked at");
        try
        {
            using var entries = Directory.EnumerateFileSystemEntries(root).GetEnumerator();
            entries.MoveNext();
            return root;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PackException($"The directory '{root}' may not be read; ask its owner for the permission, or pack as its owner", e);
        }
    }
}
