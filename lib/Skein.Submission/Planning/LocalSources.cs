using Skein.Specification;
using Skein.Submission.Uploads;

namespace Skein.Submission.Planning;

/// <summary>Finds and describes the local files that a specification names.</summary>
internal sealed class LocalSources(FileHashes hashes)
{
    /// <summary>All of them and the binary, by absolute path.</summary>
    /// <exception cref="InvalidSubmissionException">Some are missing; each is named with the place in the specification.</exception>
    public async Task<IReadOnlyDictionary<string, LocalFile>> DescribeAsync(
        ApplicationSpec spec, string binary, CancellationToken cancellation)
    {
        string[] paths = [.. Files(spec).Select(ClusterFiles.LocalPath).OfType<string>().Append(binary).Distinct(StringComparer.Ordinal)];
        var described = await hashes.DescribeAsync(paths, cancellation);
        return described.ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    private static IEnumerable<FileSpec> Files(ApplicationSpec spec)
    {
        var files = spec.Services.Values.SelectMany(service => service.Files.Values).Concat(spec.Master.Files.Values);
        return spec.Master.LogConfig is { } log ? files.Append(log) : files;
    }
}
