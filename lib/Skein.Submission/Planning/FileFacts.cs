using Skein.Hadoop.FileSystems;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Fills into a planned specification what the file systems say of its files.</summary>
/// <remarks>YARN compares the modification time to the millisecond, so it is always the file system's own figure.</remarks>
public static class FileFacts
{
    /// <summary>The files with size and time; <paramref name="statuses"/> has every source.</summary>
    public static IReadOnlyDictionary<string, FileSpec> Fill(
        IReadOnlyDictionary<string, FileSpec> files, IReadOnlyDictionary<string, FileStatus> statuses) =>
        files.ToDictionary(pair => pair.Key, pair => Fill(pair.Value, statuses), StringComparer.Ordinal);

    /// <summary>The specification with size and time of every file of every container.</summary>
    public static ApplicationSpec Fill(ApplicationSpec spec, IReadOnlyDictionary<string, FileStatus> statuses) => spec with
    {
        Services = spec.Services.ToDictionary(
            pair => pair.Key, pair => pair.Value with { Files = Fill(pair.Value.Files, statuses) }, StringComparer.Ordinal),
        Security = spec.Security is { } keytab ? keytab with { Keytab = Fill(keytab.Keytab, statuses) } : null,
        Master = spec.Master with
        {
            Files = Fill(spec.Master.Files, statuses),
            LogConfig = spec.Master.LogConfig is { } log ? Fill(log, statuses) : null,
            Security = spec.Master.Security is { CertFile: { } cert, KeyFile: { } key }
                ? new SecuritySpec { CertFile = Fill(cert, statuses), KeyFile = Fill(key, statuses) }
                : spec.Master.Security,
        },
    };

    /// <summary>Every source named anywhere in a plan, each once.</summary>
    public static IEnumerable<string> Sources(SubmissionPlan plan) =>
        plan.Specification.Services.Values.SelectMany(service => service.Files.Values)
            .Concat(plan.MasterFiles.Values)
            .Select(file => file.Source)
            .Distinct(StringComparer.Ordinal);

    private static FileSpec Fill(FileSpec file, IReadOnlyDictionary<string, FileStatus> statuses)
    {
        var status = statuses[file.Source];
        return file with
        {
            Size = file.Size == 0 ? status.Length : file.Size,
            Timestamp = file.Timestamp == 0 ? status.Modified : file.Timestamp,
        };
    }
}
