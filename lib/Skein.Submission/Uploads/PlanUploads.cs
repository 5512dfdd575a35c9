using System.Collections.Concurrent;
using Skein.Hadoop.FileSystems;
using Skein.Specification;
using Skein.Submission.Planning;

namespace Skein.Submission.Uploads;

/// <summary>Brings everything of a plan to the cluster, several files at a time, and collects what the file systems say of it.</summary>
internal sealed class PlanUploads(IFileSystem fileSystem, FileSystemFactory fileSystems, StagingDirectory staging)
{
    private const int Concurrency = 8;

    /// <summary>Uploads and stages; returns the status of every file the plan names but the specification itself, by URI.</summary>
    public async Task<IReadOnlyDictionary<string, FileStatus>> BringAsync(SubmissionPlan plan, CancellationToken cancellation)
    {
        var cache = new UploadCache(fileSystem);
        var work = new Dictionary<string, Func<CancellationToken, Task<FileStatus>>>(StringComparer.Ordinal);
        foreach (var upload in plan.Uploads)
            work[ClusterFiles.Address(fileSystem.Root, upload.RemotePath)] = token => cache.EnsureAsync(upload, progress: null, token);
        foreach (var file in plan.StagedFiles)
            work[ClusterFiles.Address(fileSystem.Root, $"{plan.StagingDirectory}/{file.Name}")] = token => staging.WriteAsync(file, token);
        var specification = plan.MasterFiles[Contract.SkeinFiles.Specification].Source;
        var remote = FileFacts.Sources(plan).Where(source => source != specification && !work.ContainsKey(source));

        var statuses = new ConcurrentDictionary<string, FileStatus>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation };
        // What is there already is looked at first: a name that is wrong shall not wait for uploads.
        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(remote, options, async (source, token) =>
        {
            try
            {
                statuses[source] = await StatusAsync(source, token);
            }
            catch (InvalidSubmissionException e)
            {
                problems.Add(e.Message);
            }
        });
        if (!problems.IsEmpty)
            throw new InvalidSubmissionException([.. problems.Order(StringComparer.Ordinal)]);

        await Parallel.ForEachAsync(work, options, async (item, token) =>
            statuses[item.Key] = await item.Value(token));
        return statuses;
    }

    private async Task<FileStatus> StatusAsync(string source, CancellationToken cancellation)
    {
        var url = FileUrl.Parse(source);
        await using var remote = fileSystems.Open(ClusterFiles.Root(url));
        var status = await remote.GetStatusAsync(url.Path, cancellation);
        if (status is null)
            throw new InvalidSubmissionException($"{source} does not exist");
        return status.IsDirectory ? throw new InvalidSubmissionException($"{source} is a directory; YARN brings files and archives only") : status;
    }
}
