using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Environments;

/// <summary>Lists a virtual environment, whichever of venv, virtualenv and uv made it.</summary>
internal static class VenvEnvironment
{
    // Scripts of shells that are not served here, which name the environment's place.
    private static readonly HashSet<string> ForeignActivation =
    [
        "bin/activate.bat", "bin/deactivate.bat", "bin/pydoc.bat", "bin/activate.nu", "bin/deactivate.nu", "bin/activate.xsh",
    ];

    /// <param name="root">Its directory.</param>
    /// <param name="options">Which checks to leave out, and whether its interpreter comes along.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public static PackSource Read(string root, PackOptions options, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var problems = new List<PackProblem>();
        var text = ReadableFile.Text(Path.Combine(root, VenvConfiguration.FileName));
        var configuration = VenvConfiguration.Parse(text);
        var listing = DirectoryWalk.List(root, static _ => false, cancellation);
        var files = listing.Files;
        files.RemoveAll(static file => ForeignActivation.Contains(file.Path) || EarlierPacking.IsAddedAnew(file.Path));
        var earlier = EarlierPacking.Read(root, warnings);
        var installedIn = FindPlace(root, files, earlier, warnings);
        foreach (var site in SitePackages.Find(root))
        {
            files = DistributionRecords.WithOwners(root, site, files);
            files = new EditablePackages(root, site, installedIn).Apply(options.EditablePackages, files, problems, warnings, cancellation);
        }

        if (configuration.HasSystemPackages)
        {
            warnings.Add(
                $"'{VenvConfiguration.FileName}' has include-system-site-packages = true: packages beside the interpreter in '{configuration.Home}' are used here and are not packed");
        }

        var interpreter = BaseInterpreter.Find(root, configuration);
        var links = BaseInterpreter.Links(files);
        if (options.IncludePython)
        {
            if (interpreter != null)
                files = new BundledInterpreter(interpreter).MergeInto(files, warnings, cancellation);
            else
                problems.Add(new PackProblem(
                    $"The interpreter in '{configuration.Home}', which the environment was made from, is not there or is not a CPython with its library; make the environment anew, or leave --include-python out"));
        }
        else
        {
            warnings.Add(
                $"The environment runs only where '{interpreter?.Program ?? configuration.Home}' is installed at the same path; add --include-python to pack the interpreter too");
            files = [.. files.Select(file => file.Path == VenvConfiguration.FileName ? Without(file, text) : file)];
        }

        return new PackSource
        {
            Kind = EnvironmentKind.Venv,
            Root = root,
            Files = files,
            Unpackable = listing.Unpackable,
            InstalledIn = installedIn,
            Earlier = earlier,
            ExplainedLinks = options.IncludePython ? [] : links,
            Problems = problems,
            Warnings = warnings,
        };
    }

    private static PackFile Without(PackFile configuration, string text)
    {
        var content = VenvConfiguration.WithoutCommand(text);
        return configuration with { Origin = new FileOrigin.Memory(content), Size = content.Length, HasOtherNames = false };
    }

    // Its activation script tells where an environment was made, so that even one that was moved since can be made portable.
    private static InstalledPrefix FindPlace(string root, IReadOnlyList<PackFile> files, EarlierPacking? earlier, List<string> warnings)
    {
        var places = InstallationSite.Spellings(root).ToList();
        var known = places.Count;
        if (PlaceOf(ReadableFile.Text(Path.Combine(root, "bin", "activate"))) is { } made)
            places.Add(made);
        places.AddRange(earlier?.Places ?? []);
        if (InstallationSite.FirstNamed(places, InstallationSite.Scripts(files)) is not { } place)
            return new InstalledPrefix(root);
        if (places.IndexOf(place.Path) >= known)
            warnings.Add($"The environment was made in '{place.Path}' and moved since: that path is replaced in its scripts");
        return place;
    }

    //   [ "export " ] "VIRTUAL_ENV=" path       the path plain or in quotes; it may also be computed, which says nothing
    internal static string? PlaceOf(string activation)
    {
        const string Variable = "VIRTUAL_ENV=";
        foreach (var line in activation.Split('\n'))
        {
            var start = line.IndexOf(Variable, StringComparison.Ordinal);
            if (start < 0 || line[..start].Trim() is not ("" or "export"))
                continue;
            var value = line[(start + Variable.Length)..].Trim().Trim('"', '\'');
            if (value.StartsWith('/'))
                return Path.TrimEndingDirectorySeparator(value);
        }

        return null;
    }
}
