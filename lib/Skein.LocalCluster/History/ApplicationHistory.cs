using Google.Protobuf;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.History.Protocol;
using Skein.LocalCluster.Hosting;

namespace Skein.LocalCluster.History;

/// <summary>Applications beyond the life of the cluster's process: a file each, replaced as a whole.</summary>
internal sealed class ApplicationHistory(string directory)
{
    private const string Interrupted = "The embedded cluster ended while the application was running.";

    /// <summary>Keeps an application as it is now.</summary>
    /// <exception cref="IOException">The disk is full, or the directory gone.</exception>
    public void Write(RememberedApplication application) =>
        ClusterDirectory.Write(Path.Combine(directory, YarnIds.Format(application.Report.ApplicationId)), application.ToByteArray());

    /// <summary>Lets go of an application.</summary>
    /// <exception cref="IOException">The directory can not be written to.</exception>
    public void Delete(string applicationId) => File.Delete(Path.Combine(directory, applicationId));

    /// <summary>All that is remembered, by id. What had not ended is told to have been interrupted.</summary>
    /// <param name="pages">Where the pages are now, <c>host:port</c>: reports tell addresses there.</param>
    /// <param name="now">When what was interrupted is said to have ended.</param>
    public SortedDictionary<string, RememberedApplication> ReadAll(string pages, DateTimeOffset now)
    {
        var found = new SortedDictionary<string, RememberedApplication>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, "application_*"))
        {
            try
            {
                if (path.EndsWith(".part", StringComparison.Ordinal) || TryParse(File.ReadAllBytes(path)) is not { } application)
                    File.Delete(path);
                else
                    found[Path.GetFileName(path)] = application;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Whatever keeps it from being read may pass: it is left for the next start.
            }
        }

        foreach (var application in found.Values)
        {
            if (!HasEnded(application.Report))
            {
                Interrupt(application, now);
                Write(application);
            }

            application.Report.TrackingUrl = Moved(application.Report.TrackingUrl, pages);
            foreach (var attempt in application.Attempts)
                attempt.TrackingUrl = Moved(attempt.TrackingUrl, pages);
        }

        return found;
    }

    private static string Moved(string address, string pages) =>
        Uri.TryCreate(address, UriKind.Absolute, out var old) ? $"http://{pages}{old.PathAndQuery}" : address;

    private static bool HasEnded(ApplicationReportProto report) => report.YarnApplicationState
        is YarnApplicationStateProto.Finished or YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed;

    private static void Interrupt(RememberedApplication application, DateTimeOffset now)
    {
        var report = application.Report;
        report.YarnApplicationState = YarnApplicationStateProto.Killed;
        report.FinalApplicationStatus = FinalApplicationStatusProto.AppKilled;
        report.Diagnostics = Interrupted;
        report.FinishTime = now.ToUnixTimeMilliseconds();
        report.Host = "N/A";
        report.RpcPort = -1;
        if (report.AppResourceUsage is { } usage)
        {
            (usage.NumUsedContainers, usage.NumReservedContainers) = (-1, -1);
            usage.UsedResources = usage.NeededResources = new ResourceProto { Memory = 0, VirtualCores = 0 };
        }

        foreach (var attempt in application.Attempts)
        {
            if (attempt.YarnApplicationAttemptState is YarnApplicationAttemptStateProto.AppAttemptFinished
                or YarnApplicationAttemptStateProto.AppAttemptFailed or YarnApplicationAttemptStateProto.AppAttemptKilled)
                continue;
            attempt.YarnApplicationAttemptState = YarnApplicationAttemptStateProto.AppAttemptKilled;
            attempt.FinishTime = report.FinishTime;
        }
    }

    // A file that is none of ours, or that a crash of the machine has cut, tells nothing.
    private static RememberedApplication? TryParse(byte[] content)
    {
        try
        {
            var application = RememberedApplication.Parser.ParseFrom(content);
            return application.Report?.ApplicationId is null ? null : application;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
