using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Lists the output of <c>dotnet publish</c>, which runs anywhere as it is if it brings its runtime.</summary>
internal static class DotNetPublish
{
    private const string RuntimeConfiguration = ".runtimeconfig.json";
    private const string Dependencies = ".deps.json";
    private const string PublishLine = "dotnet publish -r linux-x64 --self-contained";
    private const int ReadBits = 0b100_100_100;

    /// <summary>Whether a directory is recognised as such output.</summary>
    public static bool IsPublished(string root) =>
        Names(root, RuntimeConfiguration).Count > 0 || Names(root, Dependencies).Count > 0
        || Programs(root).Exists(static program => SingleFileBundle.Read(program) != null);

    /// <summary>Whether a directory has at least a program, as that of an application compiled ahead of time.</summary>
    public static bool HasProgram(string root) => Programs(root).Count > 0;

    /// <param name="root">Its directory.</param>
    /// <param name="options">Whether an installed runtime may be needed.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public static PackSource Read(string root, PackOptions options, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var problems = new List<PackProblem>();
        var listing = DirectoryWalk.List(root, static _ => false, cancellation, everyDirectory: true);
        var programs = Programs(root);
        var dependent = DependentApplications(root, programs);
        if (dependent.Count > 0 && !options.AllowFrameworkDependent)
        {
            problems.Add(new PackProblem(
                $"The application needs a .NET runtime installed wherever it runs; publish it with '{PublishLine}', or add --allow-framework-dependent",
                dependent));
        }

        WarnOfOtherSystems(root, programs, warnings);
        var paths = programs.Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        return new PackSource
        {
            Kind = EnvironmentKind.DotNet,
            Root = root,
            Files = [.. listing.Files.Select(file => paths.Contains(file.Path) ? file with { Mode = file.Mode | ((file.Mode & ReadBits) >> 2) } : file)],
            Unpackable = listing.Unpackable,
            InstalledIn = new InstalledPrefix(root),
            Problems = problems,
            Warnings = warnings,
        };
    }

    // Where the configuration is silent, the runtime's own library tells.
    private static List<string> DependentApplications(string root, List<string> programs)
    {
        var hasRuntime = File.Exists(Path.Combine(root, "libcoreclr.so")) || File.Exists(Path.Combine(root, "libhostfxr.so"));
        var dependent = new List<string>();
        var configurations = Names(root, RuntimeConfiguration);
        foreach (var file in configurations)
        {
            if (!(DotNetConfiguration.IsSelfContained(ReadableFile.Bytes(file)) ?? hasRuntime))
                dependent.Add(Path.GetFileName(file));
        }

        foreach (var program in programs)
        {
            if (SingleFileBundle.Read(program) is { } bundle && DotNetConfiguration.IsSelfContained(bundle.RuntimeConfiguration) != true)
                dependent.Add(Path.GetFileName(program));
        }

        // An application without a configuration is started with the options of an installed runtime.
        if (configurations.Count == 0 && programs.Count == 0 && !hasRuntime)
            dependent.AddRange(Names(root, Dependencies).Select(static file => Path.GetFileName(file)));
        return dependent;
    }

    private static void WarnOfOtherSystems(string root, List<string> programs, List<string> warnings)
    {
        foreach (var file in Names(root, Dependencies))
        {
            var identifier = DotNetConfiguration.RuntimeIdentifier(ReadableFile.Bytes(file));
            if (identifier != null && !identifier.StartsWith("linux-", StringComparison.Ordinal) && identifier != "linux")
                warnings.Add($"'{Path.GetFileName(file)}' says that the application was published for {identifier}, which does not run on Linux; publish it with '{PublishLine}'");
            else if (identifier?.StartsWith("linux-musl-", StringComparison.Ordinal) == true)
                warnings.Add($"'{Path.GetFileName(file)}' says that the application was published for {identifier}, which does not run where the C library is glibc");
        }

        if (programs.Count == 0 && Names(root, ".exe") is [var windows, ..])
            warnings.Add($"The only program is '{Path.GetFileName(windows)}', which is for Windows; publish the application with '{PublishLine}'");
    }

    private static List<string> Programs(string root)
    {
        var programs = new List<string>();
        foreach (var file in Names(root, ""))
        {
            if (IsProgram(file))
                programs.Add(file);
        }

        return programs;
    }

    // What the kernel starts names its loader; libraries do not.
    private static bool IsProgram(string path)
    {
        const int Headers = 4096;
        var head = new byte[Headers];
        int length;
        try
        {
            using var file = File.OpenRead(path);
            length = file.ReadAtLeast(head, Headers, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        if (!ElfImage.TryRead(head.AsSpan(0, length), out var elf))
            return false;
        foreach (var segment in elf.Segments(head.AsSpan(0, length)))
        {
            if (segment.Type == ElfSegment.Interpreter)
                return true;
        }

        return false;
    }

    private static List<string> Names(string root, string suffix)
    {
        var names = new List<string>();
        foreach (var file in Directory.EnumerateFiles(root))
        {
            // Opening a pipe would wait for its other end.
            if (file.EndsWith(suffix, StringComparison.Ordinal) && FileStatus.Read(file).Kind == PackFileKind.Regular)
                names.Add(file);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
